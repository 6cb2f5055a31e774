import { Option } from "commander";

/** `-o json`, with the same words for every verb that can print for programs. */
export function outputOption(text = "for people"): Option {
	return new Option("-o, --output <form>", `text: ${text}, json: for programs`)
		.choices(["text", "json"])
		.default("text");
}

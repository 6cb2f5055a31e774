import { Option } from "commander";

/** The option `-o json` of every verb that prints a table. */
export function outputOption(): Option {
	return new Option("-o, --output <form>", "how to print")
		.choices(["table", "json"])
		.default("table");
}

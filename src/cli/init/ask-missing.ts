import { text } from "@clack/prompts";
import { given, type Terminal } from "../ask-yes.ts";
import type { Flags, Missing } from "./flags.ts";

/** Asks for what is missing. Nothing of it may be left out. */
export async function askMissing(
	missing: readonly Missing[],
	terminal: Terminal = {},
): Promise<Partial<Flags>> {
	const answers: Record<string, unknown> = {};
	for (const { flag, question, example } of missing) {
		const answer = given(
			await text({
				message: question,
				placeholder: example,
				validate: (value = "") =>
					value.trim() === "" ? `write one, like ${example}` : undefined,
				...terminal,
			}),
		).trim();
		answers[flag] = flag === "realServer" ? answer.split(/[\s,]+/) : answer;
	}
	return answers as Partial<Flags>;
}

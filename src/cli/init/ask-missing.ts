import { text } from "@clack/prompts";
import { given, type Terminal } from "../ask-yes.ts";
import type { Flags, Missing } from "./flags.ts";

/** Asks for what is missing. Only what is optional may be left out. */
export async function askMissing(
	missing: readonly Missing[],
	terminal: Terminal = {},
): Promise<Partial<Flags>> {
	const answers: Record<string, unknown> = {};
	for (const { flag, question, example, optional } of missing) {
		const answer = given(
			await text({
				message: question,
				placeholder: example,
				validate: (value = "") =>
					value.trim() === "" && !optional
						? `write one, like ${example}`
						: undefined,
				...terminal,
			}),
		).trim();
		if (answer === "") continue;
		answers[flag] = flag === "realServer" ? answer.split(/[\s,]+/) : answer;
	}
	return answers as Partial<Flags>;
}

import type { Readable, Writable } from "node:stream";
import { confirm, isCancel, text } from "@clack/prompts";
import { UsageError } from "../usage-error.ts";
import type { Flags, Missing } from "./flags.ts";

/** Where questions are asked. Default: the terminal. */
export interface Terminal {
	readonly input?: Readable;
	readonly output?: Writable;
}

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

/** Asks a question whose answer is yes or no. */
export async function askYes(
	message: string,
	{
		usually = false,
		...terminal
	}: Terminal & { readonly usually?: boolean } = {},
): Promise<boolean> {
	return given(await confirm({ message, initialValue: usually, ...terminal }));
}

function given<Answer>(answer: Answer): Exclude<Answer, symbol> {
	if (isCancel(answer)) throw new UsageError("ended; nothing was written");
	return answer as Exclude<Answer, symbol>;
}

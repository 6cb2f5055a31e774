import type { Readable, Writable } from "node:stream";
import { confirm, isCancel, updateSettings } from "@clack/prompts";
import { UsageError } from "./usage-error.ts";

/** Where questions are asked. Default: the terminal. */
export interface Terminal {
	readonly input?: Readable;
	readonly output?: Writable;
}

// at Ctrl-D, the end of input, a question would otherwise stay open for ever
updateSettings({ aliases: { "\u0004": "cancel" } });

/**
 * Asks a question whose answer is yes or no.
 *
 * @param usually the answer if the user only presses return
 * @throws UsageError where the user leaves
 */
export async function askYes(
	message: string,
	{
		usually = false,
		...terminal
	}: Terminal & { readonly usually?: boolean } = {},
): Promise<boolean> {
	return given(await confirm({ message, initialValue: usually, ...terminal }));
}

/** An answer. @throws UsageError if the user leaves without an answer */
export function given<Answer>(answer: Answer): Exclude<Answer, symbol> {
	if (isCancel(answer)) throw new UsageError("ended; nothing was changed");
	return answer as Exclude<Answer, symbol>;
}

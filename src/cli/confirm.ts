import { createInterface } from "node:readline/promises";
import { UsageError } from "./usage-error.ts";

/**
 * Asks on the terminal. Nothing but "y" or "yes" is one.
 *
 * @param yes it was said already
 * @throws UsageError where nobody can be asked
 */
export async function confirm(
	question: string,
	yes: boolean,
): Promise<boolean> {
	if (yes) return true;
	if (!process.stdin.isTTY || !process.stderr.isTTY)
		throw new UsageError(
			"nothing was changed: there is no terminal to ask on; say yes with --yes",
		);
	const terminal = createInterface({
		input: process.stdin,
		output: process.stderr,
	});
	// at the end of input (Ctrl-D) and at Ctrl-C the question would stay open for ever
	const closed = new AbortController();
	terminal.once("close", () => closed.abort());
	const { signal } = closed;
	const answer = await terminal
		.question(`${question} [y/N] `, { signal })
		.catch(() => "");
	terminal.close();
	return /^\s*y(es)?\s*$/i.test(answer);
}

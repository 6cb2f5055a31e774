import { UsageError } from "./usage-error.ts";

/**
 * Asks before something is changed.
 *
 * @param yes the user has already agreed
 * @throws UsageError if there is no terminal to ask on
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
	const { askYes } = await import("./ask-yes.ts");
	// a program may read standard output
	return askYes(question, { output: process.stderr });
}

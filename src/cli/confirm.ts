import { UsageError } from "./usage-error.ts";

/**
 * Asks before something is changed.
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
	const { askYes } = await import("./ask-yes.ts");
	// standard output may be for a program
	return askYes(question, { output: process.stderr });
}

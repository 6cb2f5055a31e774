import { programIn } from "./program-in.ts";
import type { Statement } from "./statement.ts";

/**
 * The words of a program that keepalived runs. A string says why they cannot be declared.
 *
 * @param user who runs it. Undefined: no user is named
 * @param ours the program that is declared in its place, which root runs
 */
export function commandOf(
	{ values: [line = "", written] }: Statement,
	user: string | undefined,
	ours: {
		/** Its name in a sentence. */
		readonly what: string;
		/** An example of how it is declared. */
		readonly example: string;
	},
): readonly string[] | string {
	const words = programIn(
		line,
		`write a script, and declare it: ${ours.example}`,
	);
	if (typeof words === "string") return words;
	return user === undefined || user === "root"
		? words
		: `it runs as "${user}", and ${ours.what} as root; write a script on each director that runs it as that user, and declare it: ${ours.example}${written === undefined ? "" : `; if "${user}" is an argument of it, write both in quotes`}`;
}

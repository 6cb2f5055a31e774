import { shellWordIn } from "./shell-word-in.ts";
import { wordsOf } from "./words-of.ts";

/**
 * The words of a program that keepalived runs, and its arguments. A string says why they cannot be declared.
 *
 * @param instead how a script is declared in its place
 */
export function programIn(
	line: string,
	instead: string,
): readonly string[] | string {
	const forShell = shellWordIn(line);
	return forShell === undefined
		? wordsOf(line)
		: `keepalived runs no shell, and \`${forShell}\` is for one: ${instead}`;
}

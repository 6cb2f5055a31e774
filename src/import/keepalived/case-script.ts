import { quoteWords } from "../../model/quote.ts";

/** What a script does when it is called with a word. */
export interface Case {
	readonly word: string;
	readonly commands: readonly (readonly string[])[];
}

/** A script in one line that does one of these. @param on the value that is compared with each word: `$1` */
export function caseScript(on: string, cases: readonly Case[]): string {
	const lines = cases.map(
		({ word, commands }) =>
			`${word}) ${commands.map(quoteWords).join("; ")} ;;`,
	);
	return `case ${on} in ${lines.join(" ")} esac`;
}

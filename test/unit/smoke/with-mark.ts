/** What a client prints for a script: `@MARK` in the text stands for the mark that the script gave its curl. */
export function withMark(script: string, printed: string): string {
	const mark = /"\\n(@\S+) %\{http_code\}\\n"/.exec(script)?.[1];
	if (mark === undefined) throw new Error("the script has no mark");
	return printed.replaceAll("@MARK", mark);
}

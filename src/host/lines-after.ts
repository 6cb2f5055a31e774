/** What stands after a word, in each line that begins with it. */
export function linesAfter(word: string, lines: readonly string[]): string[] {
	return lines.flatMap((line) =>
		line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : [],
	);
}

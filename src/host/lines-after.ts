/** The rest of each line that begins with a word. */
export function linesAfter(word: string, lines: readonly string[]): string[] {
	return lines.flatMap((line) =>
		line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : [],
	);
}

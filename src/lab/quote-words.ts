/** One word for a POSIX shell that stands for exactly this text. */
export function quoteWord(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line for a POSIX shell that stands for exactly these words. */
export function quoteWords(words: readonly string[]): string {
	return words.map(quoteWord).join(" ");
}

// The same characters as in Python's shlex.quote: inside a word, none of them has a meaning to a POSIX shell.
const plainWord = /^[\w@%+=:,./-]+$/;
// Half of a surrogate pair has no UTF-8 form, so the host would get another character.
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Quotes any text as one word of a POSIX shell command. A plain word stays as it is.
 *
 * @throws TypeError for a NUL character or half a surrogate pair, which no argument can carry.
 */
export function quote(word: string): string {
	if (word.includes("\0"))
		throw new TypeError("a shell word cannot contain NUL");
	if (loneSurrogate.test(word))
		throw new TypeError("a shell word cannot contain half a surrogate pair");
	return plainWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line for a POSIX shell that stands for exactly these words. */
export function quoteWords(words: readonly string[]): string {
	return words.map(quote).join(" ");
}

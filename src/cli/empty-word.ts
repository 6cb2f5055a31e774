/** Options of pulumi whose value may be empty. */
const texts = ["-m", "--message"];

/**
 * What is said of an empty word. In a script it is a variable that is not set: `--stack "$STACK"` would name no stack, and `drain "$HOST"` no host.
 *
 * @returns undefined where there is none, or where the words are not ours to judge
 */
export function aboutEmptyWord(words: readonly string[]): string | undefined {
	const [verb, inner] = words;
	// the shell asks with the word under the cursor, and a command for a machine may have any words
	if (verb === "complete" || (verb === "lab" && inner === "exec"))
		return undefined;
	const why = "is a variable of the shell not set?";
	for (const [at, word] of words.entries()) {
		const before = words[at - 1];
		const [, option = ""] = /^(--?[^=]+)=$/.exec(word) ?? [];
		if (option !== "" && !texts.includes(option))
			return `nothing stands after ${option}=; ${why}`;
		if (word === "" && !texts.includes(before ?? ""))
			return before === undefined
				? `an empty word stands where a verb is expected; ${why}`
				: `an empty word stands after ${before}; ${why}`;
	}
	return undefined;
}

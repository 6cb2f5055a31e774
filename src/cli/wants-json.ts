/** Whether `-o json`, or pulumi's `--json`, was typed, before the words are parsed: errors in the other words must be printed as JSON too. */
export function wantsJson(words: readonly string[]): boolean {
	const end = words.indexOf("--");
	const ours = end === -1 ? words : words.slice(0, end);
	return ours.some(
		(word, at) =>
			/^((-o=?|--output=)json|--json)$/.test(word) ||
			(/^(-o|--output)$/.test(word) && ours[at + 1] === "json"),
	);
}

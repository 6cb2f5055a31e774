/** Whether `-o json`, or `--json` as pulumi has it, was typed, before anything of it is understood: what is wrong with the other words must be told as JSON too. */
export function wantsJson(words: readonly string[]): boolean {
	const end = words.indexOf("--");
	const ours = end === -1 ? words : words.slice(0, end);
	return ours.some(
		(word, at) =>
			/^((-o=?|--output=)json|--json)$/.test(word) ||
			(/^(-o|--output)$/.test(word) && ours[at + 1] === "json"),
	);
}

/** Whether a word is a path. No name of a machine looks like one. */
export function isPath(word: string): boolean {
	return /^\.\.?$|\//.test(word);
}

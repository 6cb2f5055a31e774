/** The message about words on the line of another keyword, which a program does not read there. */
export function onLineOfAnother(
	program: string,
	keyword: string,
	words: readonly string[],
): string {
	const many = words.length > 1;
	return `${words.map((word) => `"${word}"`).join(", ")} ${many ? "stand" : "stands"} on the line of "${keyword}", where ${program} does not read ${many ? "them; give each" : "it; give it"} a line of its own`;
}

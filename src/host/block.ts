/** The two lines that enclose our part of a file that others may write too. `#` is a comment to every reader of it. */
export function markers(block: string): readonly [string, string] {
	return [`# begin pulumi-lvs ${block}`, `# end pulumi-lvs ${block}`];
}

/** Our part with its two lines. */
export function inMarkers(block: string, content: string): string {
	const [begin, end] = markers(block);
	return `${begin}\n${content}${end}\n`;
}

/** Our part of a text without its two lines, undefined where it is not in there. */
export function blockOf(text: string, block: string): string | undefined {
	const [begin, end] = markers(block);
	const lines = text.split("\n");
	const from = lines.indexOf(begin);
	const to = lines.indexOf(end, from);
	return from < 0 || to < 0
		? undefined
		: lines
				.slice(from + 1, to)
				.map((line) => `${line}\n`)
				.join("");
}

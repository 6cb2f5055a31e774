/** The two lines that enclose our part of a file that others may write too. Every program that reads such a file takes `#` for a comment. */
export function markers(block: string): readonly [string, string] {
	return [`# begin pulumi-lvs ${block}`, `# end pulumi-lvs ${block}`];
}

/** Our part between its two marker lines. */
export function inMarkers(block: string, content: string): string {
	const [begin, end] = markers(block);
	return `${begin}\n${content}${end}\n`;
}

/** Our part of a text without its two marker lines; undefined where the text does not contain it. */
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

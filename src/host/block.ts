/** The two lines that enclose our part of a file that others may write too. `#` is a comment to every reader of it. */
export function markers(block: string): readonly [string, string] {
	return [`# begin pulumi-lvs ${block}`, `# end pulumi-lvs ${block}`];
}

/** Our part with its two lines. */
export function inMarkers(block: string, content: string): string {
	const [begin, end] = markers(block);
	return `${begin}\n${content}${end}\n`;
}

export interface LogicalLine {
	/** The number of its first line, counted from 1. */
	readonly line: number;
	readonly text: string;
}

/** The lines of a script, those that a backslash continues joined. A comment is not continued. */
export function logicalLines(text: string): LogicalLine[] {
	const lines: LogicalLine[] = [];
	let open: LogicalLine | undefined;
	for (const [index, raw] of text
		.replace(/^\uFEFF/, "")
		.split(/\r?\n/)
		.entries()) {
		const whole: LogicalLine =
			open === undefined
				? { line: index + 1, text: raw }
				: { ...open, text: open.text + raw };
		const [slashes = ""] = /\\*$/.exec(whole.text) ?? [];
		if (slashes.length % 2 === 1 && !whole.text.trim().startsWith("#")) {
			open = { ...whole, text: whole.text.slice(0, -1) };
			continue;
		}
		open = undefined;
		lines.push(whole);
	}
	return open === undefined ? lines : [...lines, open];
}

/**
 * A line without its comment and the blanks around it, as keepalived reads it: `#` and `!` begin a comment anywhere but between double
 * quotes. Behind a backslash they are the signs themselves.
 */
export function decomment(line: string): string {
	let text = "";
	let quoted = false;
	for (let next = 0; next < line.length; next += 1) {
		const sign = line[next] ?? "";
		const after = line[next + 1];
		if (sign === "\\" && after !== undefined) {
			const escaped = !quoted && (after === "#" || after === "!");
			text += escaped ? after : `${sign}${after}`;
			next += 1;
			continue;
		}
		if (sign === '"') quoted = !quoted;
		if (!quoted && (sign === "#" || sign === "!")) break;
		text += sign;
	}
	return text.trim();
}

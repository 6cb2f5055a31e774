/** The meaning of a backslash before a letter. Before other letters it has none. */
const escapes: Readonly<Record<string, string>> = {
	...{ a: "\x07", b: "\b", E: "\x1b", f: "\f" },
	...{ n: "\n", r: "\r", t: "\t", v: "\v" },
};

const piece =
	/\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|c(.)|(.|$))|\s+|['"]|[^\\\s'"]+/gs;

/**
 * The words of a line that keepalived runs, split as its `alloc_strvec_quoted_escaped` does: quotes count within a word too, and a backslash counts within
 * quotes. A string says why they cannot be declared.
 */
export function wordsOf(line: string): readonly string[] | string {
	const words: string[] = [];
	let word: string | undefined;
	let open: string | undefined;
	for (const [text, hex, octal, control, plain] of line.matchAll(piece)) {
		if (plain === "")
			return "a backslash is at its end, so keepalived does not run it; take it out, or write the sign that it is for";
		if (text.startsWith("\\"))
			word = `${word ?? ""}${escaped(hex, octal, control, plain)}`;
		else if (text === open) open = undefined;
		else if (open === undefined && /['"]/.test(text)) {
			open = text;
			word ??= "";
		} else if (open !== undefined || /\S/.test(text))
			word = `${word ?? ""}${text}`;
		else if (word !== undefined) {
			words.push(word);
			word = undefined;
		}
	}
	if (open !== undefined)
		return `a ${open} of it has no end, so keepalived does not run it; close it, or write \\${open} for the sign itself`;
	if (word !== undefined) words.push(word);
	if (words.length === 0) return "it names no program";
	return words.some((each) => each.includes("\0"))
		? "it contains a NUL character"
		: words;
}

function escaped(
	hex: string | undefined,
	octal: string | undefined,
	control: string | undefined,
	plain = "",
): string {
	if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
	if (octal !== undefined)
		return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
	return control === undefined
		? (escapes[plain] ?? plain)
		: String.fromCharCode(control.charCodeAt(0) & 0x1f);
}

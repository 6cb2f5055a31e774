/** The names that `$NAME=value` lines define, and their values. A value of several lines has `\n` between them. */
export type Definitions = ReadonlyMap<string, string>;

/** The parts of a definition. Undefined if the line is none. A value that ends with a backslash continues on the next line. */
export function definitionIn(
	line: string,
): { readonly name: string; readonly value: string } | undefined {
	const [, name, value = ""] = /^\$([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
	return name === undefined ? undefined : { name, value };
}

/** A line with `${NAME}`, and `$NAME` before a blank, replaced by their values. A name without a definition stays, as in keepalived. */
export function substitute(line: string, definitions: Definitions): string {
	return line.replace(
		/\$\{(\w+)\}|\$([A-Za-z_]\w*)(?=\s|$)/g,
		(whole, braced, bare) => definitions.get(braced ?? bare) ?? whole,
	);
}

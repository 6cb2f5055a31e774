/** The names that `$NAME=value` lines define, and their values. A value of several lines has `\n` between them. */
export type Definitions = ReadonlyMap<string, string>;

/** A definition, taken apart; undefined where the line is none. A value that ends with a backslash goes on in the next line. */
export function definitionIn(
	line: string,
): { readonly name: string; readonly value: string } | undefined {
	const [, name, value = ""] = /^\$([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
	return name === undefined ? undefined : { name, value };
}

/** A line with `${NAME}`, and `$NAME` before a blank, replaced by their values. A name that nobody has defined stays, as in keepalived. */
export function substitute(line: string, definitions: Definitions): string {
	return line.replace(
		/\$\{(\w+)\}|\$([A-Za-z_]\w*)(?=\s|$)/g,
		(whole, braced, bare) => definitions.get(braced ?? bare) ?? whole,
	);
}

/** The text that a regular expression looks for, if it is plain text. Undefined: it is more than that. */
export function plainText(expression: string): string | undefined {
	const escaped = /\\([^A-Za-z0-9\s])/g;
	return /[\\^$.*+?()[\]{}|]/.test(expression.replace(escaped, ""))
		? undefined
		: expression.replace(escaped, "$1");
}

/** Why an expression that is more than plain text is left out. */
export const noExpression =
	'a regular expression cannot be declared; write `text: "..."` with plain text that must stand in the page';

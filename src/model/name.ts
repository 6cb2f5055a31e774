/** Names become parts of file, unit and resource names, so few characters are allowed: a letter, then letters, digits and "-", 31 at most. */
export function isName(text: unknown): text is string {
	return typeof text === "string" && /^[a-z][a-z0-9-]{0,30}$/.test(text);
}

/** What a valid name looks like, for messages. */
export const nameAdvice =
	'write a lower-case letter, then lower-case letters, digits or "-", at most 31 in all';

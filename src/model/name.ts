/** Names go into file, unit and resource names, so they hold little: a letter, then letters, digits and "-", 31 at most. */
export function isName(text: unknown): text is string {
	return typeof text === "string" && /^[a-z][a-z0-9-]{0,30}$/.test(text);
}

/** What to write instead of a name that is none. */
export const nameAdvice =
	'write a lower-case letter, then lower-case letters, digits or "-", at most 31 in all';

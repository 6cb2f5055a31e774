/** Where a secret comes to stand: what it may hold follows from it. */
export type SecretPlace = keyof typeof places;

const places = {
	/** In scripts, SQL and configuration files, each with its own signs that mean something. */
	anywhere: {
		allowed: /^[A-Za-z0-9._~-]+$/,
		message:
			"may have letters, digits and . _ ~ - alone: it is written into scripts and configuration files",
	},
	/** On a line of its own, or between quotes that can be escaped. */
	line: {
		allowed: /^(?!END$)[\x20-\x7e]+$/,
		message:
			"may have letters, digits, blanks and punctuation on one line, and not be END",
	},
} as const;

/** What is wrong with a secret that was given; undefined: nothing. */
export function secretProblem(
	place: SecretPlace,
	value: string,
): string | undefined {
	const { allowed, message } = places[place];
	return allowed.test(value) ? undefined : message;
}

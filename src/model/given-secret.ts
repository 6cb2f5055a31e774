/** Where we write a secret. The place decides which characters it may have. */
export type SecretPlace = keyof typeof places;

const places = {
	/** In scripts, SQL and configuration files: it may have only characters that have no special meaning in any of them. */
	anywhere: {
		allowed: /^[A-Za-z0-9._~-]+$/,
		message:
			"may only have letters, digits and . _ ~ -: it is written into scripts and configuration files",
	},
	/** On a line of its own, or between quotes in which characters can be escaped. */
	line: {
		allowed: /^(?!END$)[\x20-\x7e]+$/,
		message:
			"may have letters, digits, blanks and punctuation on one line, and not be END",
	},
} as const;

/** What is wrong with a secret that the user gave. Undefined if nothing is wrong. */
export function secretProblem(
	place: SecretPlace,
	value: string,
): string | undefined {
	const { allowed, message } = places[place];
	return allowed.test(value) ? undefined : message;
}

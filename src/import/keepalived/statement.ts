import type { Place } from "../script/read-script.ts";

/** A keyword with its values, and the block that follows it. */
export interface Statement extends Place {
	readonly keyword: string;
	readonly values: readonly string[];
	/** Undefined: no block follows. */
	readonly block: readonly Statement[] | undefined;
	/** Why it may not count, see `Line`. */
	readonly why: string | undefined;
}

/** Words before a secret. The secret is never shown. */
const secret = /^(auth_pass|auth_hmac|password|key)$/;

/** A statement as it is shown. */
export function shown(words: readonly string[]): string {
	const at = words.findIndex((word) => secret.test(word));
	return (at < 0 ? words : words.slice(0, at + 1)).join(" ");
}

import type { Text } from "../model/host-text.ts";

/** What the web server takes where nobody says otherwise. */
const usual = 2 ** 30;

/**
 * How many bytes the web server must take so that PHP gets a request as large as its settings say, and never less than it takes by itself: what is too large
 * for PHP alone is PHP's to answer. An operator may have set less for all sites. 0: any number. Undefined: the settings do not tell.
 */
export function requestLimit(
	settings: readonly (readonly [string, Text])[],
): number | undefined {
	const value = settings.findLast(([key]) => key === "post_max_size")?.[1];
	const [, number, unit = ""] =
		typeof value === "string"
			? (/^\s*(\d+)\s*([kmg]?)\s*$/i.exec(value) ?? [])
			: [];
	if (number === undefined) return undefined;
	const bytes =
		Number(number) * 1024 ** ["", "k", "m", "g"].indexOf(unit.toLowerCase());
	return bytes === 0 ? 0 : Math.max(bytes, usual);
}

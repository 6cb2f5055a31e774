import { asWritten } from "./as-written.ts";
import type { Finding } from "./finding.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import type { Path } from "./path.ts";
import { placeOfSetting } from "./php-ini.ts";
import { records } from "./shape.ts";
import { wanted } from "./wanted.ts";

/** A value of php.ini. Characters that would end it in the web server's configuration are refused. */
const readSetting: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^"\\\n]*$/.test(value)
		? { value }
		: { problem: wanted("a value without quotes and newlines", value) };

/** Settings of php.ini by name. */
export const phpSettings = records(
	leaf<string, string>(readSetting),
	'an object like { "upload_max_filesize": "20M" }',
).optional();

/**
 * What is wrong with names and values of settings.
 *
 * @param elsewhere name -> what to write in its place.
 */
export function wrongPhpSettings(
	path: Path,
	settings: readonly {
		readonly name: string;
		readonly value?: string | undefined;
	}[] = [],
	elsewhere: readonly (readonly [string, string])[] = [],
): Finding[] {
	return settings.flatMap(({ name, value = "" }) => {
		const instead = elsewhere.find(([other]) => other === name)?.[1];
		const message = !/^[a-z][A-Za-z0-9_.]*$/.test(name)
			? `${asWritten(name)} cannot be a setting of PHP; write one like "upload_max_filesize"`
			: instead !== undefined
				? `${name} is set by another option: ${instead}`
				: placeOfSetting(name) === "php.ini alone"
					? `${name} is taken from php.ini alone, for all sites of a host: here it would do nothing; write it there by other means, and take it out here`
					: wrongNumber(name, value);
		return message === undefined ? [] : [{ path, message }];
	});
}

/** PHP reads these as numbers outside of php.ini, where it knows neither constants nor words: others would be 0. */
const numbers: Readonly<Record<string, string>> = {
	error_reporting:
		'PHP knows constants in php.ini alone, and would report nothing; write the number, like "24575" for E_ALL & ~E_DEPRECATED, which `php -r "echo E_ALL & ~E_DEPRECATED;"` prints',
	output_buffering:
		'PHP knows words for it in php.ini alone, and would not buffer; write the number of bytes, like "4096", or "0"',
};

function wrongNumber(name: string, value: string): string | undefined {
	const why = numbers[name];
	return why === undefined || /^(-?\d*[KMG]?|off)$/i.test(value)
		? undefined
		: `${name} is a number here: ${why}`;
}

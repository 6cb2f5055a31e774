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
 * What is wrong with the names of settings.
 *
 * @param elsewhere name -> what to write in its place.
 */
export function settingNames(
	path: Path,
	settings: readonly { readonly name: string }[] = [],
	elsewhere: readonly (readonly [string, string])[] = [],
): Finding[] {
	return settings.flatMap(({ name }) => {
		const instead = elsewhere.find(([other]) => other === name)?.[1];
		const message = !/^[a-z][A-Za-z0-9_.]*$/.test(name)
			? `${asWritten(name)} cannot be a setting of PHP; write one like "upload_max_filesize"`
			: instead !== undefined
				? `${name} is set by another option: ${instead}`
				: placeOfSetting(name) === "php.ini alone"
					? `${name} is taken from php.ini alone, for all sites of a host: here it would do nothing; write it there by other means, and take it out here`
					: undefined;
		return message === undefined ? [] : [{ path, message }];
	});
}

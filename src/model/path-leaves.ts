import { asWritten } from "./as-written.ts";
import type { ReadLeaf } from "./leaf.ts";
import { wanted, wantedText } from "./wanted.ts";

/**
 * An absolute path that is safe in every file and command we write, and in normal form: no `..`, no `//`, no slash at its
 * end.
 */
export const readAbsolutePath =
	(example: string): ReadLeaf<string> =>
	(value) =>
		typeof value !== "string"
			? { problem: wanted(`an absolute path like "${example}"`, value) }
			: isAbsolutePath(value)
				? { value }
				: {
						problem: `${asWritten(value)} is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "${example}"`,
					};

export function isAbsolutePath(path: string): boolean {
	return (
		/^(\/[A-Za-z0-9._@+\\-]+)+$/.test(path) &&
		!path.split("/").some((part) => part === "." || part === "..")
	);
}

/** Text of a file. A missing newline at its end is added. */
export const readText: ReadLeaf<string> = (value) =>
	typeof value !== "string"
		? { problem: wanted("the text of the file", value) }
		: value.includes("\0")
			? { problem: "holds a NUL character; only text can be declared" }
			: { value: value === "" || value.endsWith("\n") ? value : `${value}\n` };

export const readMode: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[0-7]{3,4}$/.test(value)
		? { value: value.replace(/^0(?=...)/, "") }
		: { problem: wantedText('permissions in octal like "644"', value) };

export const readOwner: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[a-z0-9_-]+:[a-z0-9_-]+$/.test(value)
		? { value }
		: { problem: wantedText('user and group like "root:www-data"', value) };

/** A service is written without `.service`; units of other types are named in full. */
export const readUnit: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9:_.@-]*$/.test(value)
		? { value: value.replace(/\.service$/, "") }
		: { problem: wantedText('a systemd unit like "redis-server"', value) };

export const readPackage: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[a-z0-9][a-z0-9+._-]*$/i.test(value)
		? { value }
		: {
				problem: wantedText('the name of a package like "redis-server"', value),
			};

/** A list whose parts are read by `read`. One bad part makes the list bad. */
export const readList =
	<T>(read: ReadLeaf<T>, expected: string): ReadLeaf<readonly T[]> =>
	(value) => {
		if (!Array.isArray(value)) return { problem: wanted(expected, value) };
		const found = value.map(read);
		const bad = found.find((one) => "problem" in one);
		return bad === undefined
			? { value: found.flatMap((one) => ("value" in one ? [one.value] : [])) }
			: bad;
	};

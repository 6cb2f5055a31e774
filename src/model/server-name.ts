import type { ReadLeaf } from "./leaf.ts";
import { wantedText } from "./wanted.ts";

/** A host name that clients ask for. The web server takes its own name as it stands: there a `*` would be a letter. */
export const readServerName: ReadLeaf<string> = (value) =>
	isName(value)
		? { value: value.toLowerCase() }
		: {
				problem: `${wantedText('a host name like "www.example.com"', value)}${isAlias(value) ? "; a name with a * is written in aliases, beside a serverName without one" : ""}`,
			};

/** A further host name, or all names below one: `*.example.com`. */
export const readAlias: ReadLeaf<string> = (value) =>
	isAlias(value)
		? { value: value.toLowerCase() }
		: { problem: wantedText('a host name like "www.example.com"', value) };

/** Whether an alias stands for many names. */
export function isWildcard(alias: string): boolean {
	return alias.startsWith("*.");
}

function isName(value: unknown): value is string {
	return (
		typeof value === "string" &&
		/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(
			value,
		)
	);
}

function isAlias(value: unknown): value is string {
	return (
		typeof value === "string" &&
		isName(isWildcard(value) ? value.slice(2) : value)
	);
}

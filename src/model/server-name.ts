import type { ReadLeaf } from "./leaf.ts";
import { wantedText } from "./wanted.ts";

/** A host name that clients ask for. */
export const readServerName: ReadLeaf<string> = (value) =>
	typeof value === "string" &&
	/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(
		value,
	)
		? { value: value.toLowerCase() }
		: { problem: wantedText('a host name like "www.example.com"', value) };

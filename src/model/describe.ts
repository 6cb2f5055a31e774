import { unknown } from "./unknown.ts";

/** What a value is, in words, for a message. Never shows the text of a string: it may be a key. */
export function describe(value: unknown): string {
	if (value === unknown) return "a value that is not known yet";
	if (value === null) return "null";
	if (Array.isArray(value)) return "a list";
	switch (typeof value) {
		case "undefined":
			return "nothing";
		case "string":
			return value === "" ? "an empty string" : "a string";
		case "number":
		case "boolean":
		case "bigint":
			return String(value);
		case "object":
			return "an object";
		default:
			return `a ${typeof value}`;
	}
}

/** Says what belongs in a place and what came instead. */
export function wanted(expected: string, value: unknown): string {
	return value === undefined
		? `missing; write ${expected}`
		: `expected ${expected}, got ${describe(value)}`;
}

/** Text as the user wrote it, cut short. Only for places that hold no secret. */
export function quote(text: string): string {
	return JSON.stringify(text.length > 64 ? `${text.slice(0, 61)}...` : text);
}

import { asWritten } from "./as-written.ts";
import { unknown } from "./unknown.ts";

/** A message that says what is expected in a place, and what was found there. */
export function wanted(expected: string, value: unknown): string {
	return value === undefined
		? `missing; write ${expected}`
		: `expected ${expected}, got ${kindOf(value)}`;
}

/** As `wanted`, with the text that was found: only for places that hold no secret. */
export function wantedText(expected: string, value: unknown): string {
	return typeof value === "string" && value !== ""
		? `expected ${expected}, got ${asWritten(value)}`
		: wanted(expected, value);
}

/** The kind of a value, in words, for a message. It never shows the text of a string, which may be a key. */
function kindOf(value: unknown): string {
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
		case "symbol":
			return value.description ?? "a symbol";
		case "object":
			return "an object";
		default:
			return `a ${typeof value}`;
	}
}

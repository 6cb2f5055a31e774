import { inside, only } from "./nft-json.ts";
import {
	addressToNumber,
	connectionStatus,
	prefixRange,
	protocolNumber,
	tcpFlags,
} from "./packet.ts";
import { type Field, fields, type Value } from "./ruleset.ts";

/** Name of a set or map -> its elements; undefined where they were not listed. */
export type Sets = ReadonlyMap<string, readonly unknown[] | undefined>;

/** The elements of the right side of a match: those of a set, or the one value. */
export function elementsOf(
	right: unknown,
	sets: Sets,
): readonly unknown[] | undefined {
	if (typeof right === "string" && right.startsWith("@"))
		return sets.get(right.slice(1));
	const set = inside(right, "set");
	if (typeof set === "string") return elementsOf(set, sets);
	if (Array.isArray(set)) return set;
	return Array.isArray(right) ? right : [right];
}

/** One element of a set, for every field of the left side. Undefined if it is not understood. */
export function rowOf(
	fields: readonly Field[],
	element: unknown,
): Value[] | undefined {
	const bare = inside(element, "elem");
	if (bare !== undefined) return rowOf(fields, inside(bare, "val"));
	const concat = inside(element, "concat");
	const parts = Array.isArray(concat) ? concat : [element];
	if (parts.length !== fields.length) return undefined;
	const row = fields.map((field, index) => readValue(field, parts[index]));
	return row.includes(undefined) ? undefined : (row as Value[]);
}

function readValue(field: Field, value: unknown): Value | undefined {
	if (fields[field] === "name")
		return typeof value === "string"
			? field === "family" && value === "ip"
				? "ipv4"
				: value
			: undefined;
	const range = inside(value, "range");
	if (Array.isArray(range)) {
		const [first, last] = range.map((end) => readNumber(field, end));
		return first === undefined || last === undefined
			? undefined
			: [first, last];
	}
	const prefix = inside(value, "prefix");
	if (prefix !== undefined) {
		const address = String(inside(prefix, "addr"));
		return address.includes(":")
			? undefined
			: prefixRange(address, Number(inside(prefix, "len")));
	}
	const number = readNumber(field, value);
	return number === undefined ? undefined : [number, number];
}

function readNumber(field: Field, value: unknown): number | undefined {
	if (typeof value === "number") return value;
	if (typeof value !== "string") return undefined;
	if (field === "protocol") return protocolNumber(value);
	if (/^\d+\.\d+\.\d+\.\d+$/.test(value)) return addressToNumber(value);
	return /^(0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : undefined;
}

/** Flags by name or number, one or a list of them. */
export function bits(value: unknown): number | undefined {
	if (typeof value === "number") return value;
	if (typeof value === "string")
		return (
			tcpFlags[value] ??
			connectionStatus[value] ??
			(/^(0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : undefined)
		);
	const [kind, parts] = only(value);
	const list = Array.isArray(value) ? value : kind === "|" ? parts : undefined;
	if (!Array.isArray(list)) return undefined;
	const all = list.map(bits);
	return all.includes(undefined)
		? undefined
		: all.reduce<number>((sum, each) => sum | (each ?? 0), 0);
}

import { inside, type NftMatch, only } from "./nft-json.ts";
import { type Left, leftOf } from "./nft-left.ts";
import { bits, elementsOf, rowOf, type Sets } from "./nft-values.ts";
import { always, type Match, never, type Value } from "./ruleset.ts";

/** Reads one match of nft: all of the conditions must hold. */
export function readMatch({ op, left, right }: NftMatch, sets: Sets): Match[] {
	return conditions(left, (known) => matchOf(known, right, op, sets));
}

/** Conditions that must hold before a map is used for the left side. */
export function readMapped(left: unknown): Match[] {
	return conditions(left, (known) =>
		known === undefined ? undefined : always,
	);
}

/** Whether the left side has the value of an entry of a map. */
export function readKey(left: unknown, value: unknown, sets: Sets): Match {
	return value === "*"
		? always
		: (matchOf(leftOf(left), value, "==", sets) ?? unread(left));
}

function conditions(
	left: unknown,
	match: (left: Left) => Match | undefined,
): Match[] {
	const known = leftOf(left);
	const protocol = typeof known === "object" ? known.protocol : undefined;
	return [
		...(protocol === undefined
			? []
			: [
					{
						kind: "fields",
						fields: ["protocol"],
						rows: [[[protocol, protocol]]],
						not: false,
					} as const,
				]),
		match(known) ?? unread(left),
	];
}

function unread(left: unknown): Match {
	const [kind, value] = only(left);
	const what = [kind, inside(value, "key") ?? inside(value, "protocol")]
		.filter((word) => typeof word === "string" && word !== "")
		.join(" ");
	return { kind: "unread", why: `a match by "${what}" cannot be judged` };
}

function matchOf(
	left: Left,
	right: unknown,
	op: string,
	sets: Sets,
): Match | undefined {
	if (left === undefined) return undefined;
	if (left === "depends") return { kind: "depends" };
	if (left === "absent") return never;
	const not = op === "!=";
	const common = { kind: "fields", fields: left.fields } as const;
	const mask = left.mask === undefined ? {} : { mask: left.mask };
	if (/^(flags|status)$/.test(left.fields.join())) {
		const number = bits(right);
		if (number === undefined) return undefined;
		// `tcp flags syn`: one of them is set
		return op === "in"
			? { ...common, rows: [[[0, 0]]], not: true, mask: number }
			: { ...common, rows: [[[number, number]]], not, ...mask };
	}
	const comparison = compared(op, right);
	if (comparison !== undefined && left.fields.length === 1)
		return { ...common, rows: [[comparison]], not: false, ...mask };
	if (!["==", "!=", "in"].includes(op)) return undefined;
	const rows = elementsOf(right, sets)?.map((each) => rowOf(left.fields, each));
	return rows === undefined || rows.includes(undefined)
		? undefined
		: { ...common, rows: rows as Value[][], not, ...mask };
}

function compared(op: string, right: unknown): Value | undefined {
	if (typeof right !== "number") return undefined;
	const last = 2 ** 32 - 1;
	if (op === "<") return [0, right - 1];
	if (op === "<=") return [0, right];
	if (op === ">") return [right + 1, last];
	if (op === ">=") return [right, last];
	return undefined;
}

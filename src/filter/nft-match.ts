import { inside, type NftMatch, only } from "./nft-json.ts";
import { addressToNumber, prefixRange, protocols, tcpFlags } from "./packet.ts";
import {
	always,
	type Field,
	fields,
	type Match,
	never,
	type Value,
} from "./ruleset.ts";

/** Name of a set or map -> its elements; undefined where they were not listed. */
export type Sets = ReadonlyMap<string, readonly unknown[] | undefined>;

/** What the left side of a match looks at. */
type Left =
	| {
			readonly fields: readonly Field[];
			readonly mask?: number;
			/** The field is there in packets of this protocol alone; others do not match, whatever the operator says. */
			readonly protocol?: number;
	  }
	/** A packet that the cluster needs has no such field, and does not match. */
	| "absent"
	/** Its bits are never set in a packet that the cluster needs. */
	| "unset"
	| "depends"
	| undefined;

/** Reads one match of nft: all of the conditions must hold. */
export function readMatch({ op, left, right }: NftMatch, sets: Sets): Match[] {
	return conditions(left, (known) => matchOf(known, right, op, sets));
}

/** What must hold before a map is asked for the left side. */
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
	if (left === "unset") return not ? always : never;
	const common = { kind: "fields", fields: left.fields } as const;
	const mask = left.mask === undefined ? {} : { mask: left.mask };
	if (left.fields.join() === "flags") {
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

function leftOf(left: unknown): Left {
	const [kind, value] = only(left);
	const key = String(inside(value, "key"));
	switch (kind) {
		case "payload":
			return payload(
				String(inside(value, "protocol")),
				String(inside(value, "field")),
			);
		case "meta":
			return meta[key as keyof typeof meta];
		case "ct":
			if (key === "state") return { fields: ["state"] };
			// no packet of the cluster has got another destination by a rule of nat
			return key === "status" ? "unset" : undefined;
		case "fib":
			return inside(value, "result") === "type" &&
				String(inside(value, "flags")).includes("daddr")
				? { fields: ["kind"] }
				: undefined;
		case "&": {
			const [of, mask] = value as readonly [unknown, unknown];
			const masked = leftOf(of);
			if (typeof masked !== "object") return masked;
			const number = bits(mask);
			return number === undefined ? undefined : { ...masked, mask: number };
		}
		case "concat": {
			const parts = (value as readonly unknown[]).map(leftOf);
			if (parts.includes(undefined)) return undefined;
			if (parts.includes("absent")) return "absent";
			const known = parts.filter((part) => typeof part === "object");
			if (known.length < parts.length) return "depends";
			const protocol = known.find(({ protocol }) => protocol)?.protocol;
			return {
				fields: known.flatMap(({ fields }) => fields),
				...(protocol === undefined ? {} : { protocol }),
			};
		}
		default:
			return undefined;
	}
}

const meta = {
	l4proto: { fields: ["protocol"] },
	nfproto: { fields: ["family"] },
	protocol: { fields: ["family"] },
	iifname: { fields: ["in"] },
	iif: { fields: ["in"] },
	oifname: { fields: ["out"] },
	oif: { fields: ["out"] },
	mark: { fields: ["mark"] },
	length: "depends",
	random: "depends",
	hour: "depends",
	day: "depends",
	time: "depends",
} as const satisfies Readonly<Record<string, Left>>;

function payload(protocol: string, field: string): Left {
	const ports = { sport: "fromPort", dport: "toPort" } as const;
	if (protocol === "ip") {
		if (field === "saddr") return { fields: ["from"] };
		if (field === "daddr") return { fields: ["to"] };
		if (field === "protocol") return { fields: ["protocol"] };
		return "depends";
	}
	if (
		["ip6", "icmp", "icmpv6", "igmp", "arp", "sctp", "dccp"].includes(protocol)
	)
		return "absent";
	if (protocol === "th" && field in ports)
		return { fields: [ports[field as keyof typeof ports]] };
	if (protocol === "ether" || protocol === "vlan") return "depends";
	if (protocol !== "tcp" && protocol !== "udp") return undefined;
	const known =
		field in ports
			? ports[field as keyof typeof ports]
			: protocol === "tcp" && field === "flags"
				? "flags"
				: undefined;
	return known === undefined
		? "depends"
		: { fields: [known], protocol: protocols[protocol] ?? 0 };
}

function elementsOf(
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

/** One element of a set, for every field of the left side; undefined where it is not understood. */
function rowOf(
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
	if (field === "protocol") return protocols[value];
	if (/^\d+\.\d+\.\d+\.\d+$/.test(value)) return addressToNumber(value);
	return /^(0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : undefined;
}

/** Flags by name or number, one or a list of them. */
function bits(value: unknown): number | undefined {
	if (typeof value === "number") return value;
	if (typeof value === "string")
		return (
			tcpFlags[value] ??
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

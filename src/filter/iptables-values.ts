import { prefixRange, protocolNumber, sentOn, tcpFlags } from "./packet.ts";
import type { Match, Value } from "./ruleset.ts";

/** An address with or without the length of its prefix. */
export function addresses(text: string): Value | undefined {
	const [address = "", length = "32"] = text.split("/");
	if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) return undefined;
	if (/^\d+$/.test(length)) return prefixRange(address, Number(length));
	return undefined;
}

/** A port, or `first:last`. */
export function ports(text: string): Value | undefined {
	const [first = "", last = first] = text.split(":");
	return /^\d+$/.test(first) && /^\d+$/.test(last)
		? [Number(first), Number(last)]
		: undefined;
}

/** A protocol by name or number; `all` is any. */
export function protocolOf(name: string): Value | undefined {
	if (name === "all" || name === "0") return [0, 255];
	const number = protocolNumber(name);
	return number === undefined ? undefined : [number, number];
}

/** `--mark VALUE/MASK`. */
export function marked(text: string, not: boolean): Match {
	const [value = "", mask] = text.split("/");
	const number = Number(value);
	return {
		kind: "fields",
		fields: ["mark"],
		rows: [[[number, number]]],
		not,
		...(mask === undefined ? {} : { mask: Number(mask) }),
	};
}

/** `--tcp-flags MASK WANTED`. */
export function flagged(mask: string, wanted: string, not: boolean): Match {
	const bits = (names: string) =>
		names
			.toLowerCase()
			.split(",")
			.reduce(
				(sum, name) => sum | (name === "all" ? 63 : (tcpFlags[name] ?? 0)),
				0,
			);
	const number = bits(wanted);
	return {
		kind: "fields",
		fields: ["flags"],
		rows: [[[number, number]]],
		not,
		mask: bits(mask),
	};
}

/** `--ctstate NEW,DNAT`: DNAT belongs to the connection, whatever its state. */
export function ofState(text: string, not: boolean): Match {
	const names = text.toLowerCase().split(",");
	if (!names.includes("dnat"))
		return {
			kind: "fields",
			fields: ["state"],
			rows: names.map((name) => [name]),
			not,
		};
	return {
		kind: "fields",
		fields: ["state", "status"],
		rows: names.map((name) =>
			name === "dnat" ? ["*", [sentOn, sentOn]] : [name, [0, sentOn * 2 - 1]],
		),
		not,
	};
}

import { someLink } from "../model/passage.ts";
import type { Packet } from "./packet.ts";
import type { Match, Value } from "./ruleset.ts";

/** Whether a match holds. `depends`: for some packets of this kind. `unread`: it cannot be told. */
export type Truth = "yes" | "no" | "depends" | "unread";

type FieldsMatch = Extract<Match, { kind: "fields" }>;

export function holds(match: Match, packet: Packet["fields"]): Truth {
	if (match.kind !== "fields") return match.kind;
	let found: Truth = "no";
	for (const row of match.rows) {
		const truth = rowHolds(match, row, packet);
		if (truth === "yes") {
			found = "yes";
			break;
		}
		if (truth === "depends") found = "depends";
	}
	if (!match.not || found === "depends") return found;
	return found === "yes" ? "no" : "yes";
}

function rowHolds(
	{ fields, mask }: FieldsMatch,
	row: readonly Value[],
	packet: Packet["fields"],
): "yes" | "no" | "depends" {
	let found: "yes" | "depends" = "yes";
	for (const [index, field] of fields.entries()) {
		const has = packet[field];
		const value = row[index];
		if (value === undefined) return "no";
		if (has === undefined) {
			if (!coversAll(field, value)) found = "depends";
		} else if (typeof has === "number") {
			const number = mask === undefined ? has : (has & mask) >>> 0;
			if (typeof value === "string") return "no";
			if (number < value[0] || number > value[1]) return "no";
		} else if (has === someLink) {
			if (value === "lo") return "no";
			if (!coversAll(field, value)) found = "depends";
		} else if (typeof value !== "string" || !sameName(value, has)) return "no";
	}
	return found;
}

function sameName(pattern: string, name: string): boolean {
	return pattern.endsWith("*")
		? name.startsWith(pattern.slice(0, -1))
		: pattern === name;
}

/** Whether the value leaves nothing out: `0.0.0.0/0`, ports 0-65535. */
function coversAll(field: string, value: Value): boolean {
	if (typeof value === "string") return value === "*";
	const last = field === "from" || field === "to" ? 2 ** 32 - 1 : 65535;
	return value[0] === 0 && value[1] >= last;
}

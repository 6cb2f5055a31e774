import { parseLine } from "../ipvs/parse-rule.ts";
import {
	type Rule,
	type ServerRule,
	type ServiceRule,
	serviceKey,
} from "../ipvs/rule.ts";

/** One service of a rule file, with its real servers; see `ipvsadm -S`. */
export interface ReadService {
	readonly rule: ServiceRule;
	/** The line number of the service, counted from 1. */
	readonly line: number;
	readonly servers: ServerRule[];
}

/** A line, or a part of a line, that cannot be declared. */
export interface Unread {
	readonly line: number;
	readonly text: string;
	readonly reason: string;
}

export interface ReadRules {
	readonly services: readonly ReadService[];
	readonly unread: readonly Unread[];
}

/** Reads the output of `ipvsadm -Sn`, or a rule file. Whatever it cannot read is in `unread`. */
export function readRules(text: string): ReadRules {
	const services: ReadService[] = [];
	const byKey = new Map<string, ReadService>();
	const unread: Unread[] = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const line = index + 1;
		const refuse = (reason: string) =>
			unread.push({ line, text: raw.trim(), reason });
		if (raw.trim() === "" || raw.trim().startsWith("#")) continue;
		const rule = parseLine(raw);
		const match = rule?.kind === "server" ? rule.service : rule?.match;
		if (
			rule === undefined ||
			match === undefined ||
			match.protocol === "sctp" ||
			familyOf(match) === 6
		) {
			refuse("not a rule as ipvsadm -Sn prints it");
			continue;
		}
		const undeclared = undeclarable(rule);
		if (undeclared.length > 0) {
			refuse(`cannot be declared: ${undeclared.join(" ")}`);
			continue;
		}
		if (rule.kind === "service") {
			const service = { rule, line, servers: [] };
			services.push(service);
			byKey.set(serviceKey(match), byKey.get(serviceKey(match)) ?? service);
			continue;
		}
		const service = byKey.get(serviceKey(match));
		if (service === undefined)
			refuse("its service is not among the lines above");
		else if (rule.address.family === 6) refuse("not an IPv4 real server");
		else service.servers.push(rule);
	}
	return { services, unread };
}

/** Options that a declaration cannot express. */
function undeclarable(rule: Rule): readonly string[] {
	const checksum = rule.kind === "server" ? rule.tunnel?.checksum : undefined;
	return checksum === undefined || checksum === "nocsum"
		? rule.others
		: [`--tun-${checksum}`, ...rule.others];
}

function familyOf(match: ServiceRule["match"]): 4 | 6 {
	return match.protocol === "fwmark" ? match.family : match.address.family;
}

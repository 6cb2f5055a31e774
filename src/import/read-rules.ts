import { parseLine } from "../ipvs/parse-rule.ts";
import {
	type Rule,
	type ServerRule,
	type ServiceRule,
	serviceKey,
} from "../ipvs/rule.ts";
import { whyNoRule, whyNotUsed } from "./why-unread.ts";

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
	/** Services that cannot be declared, and their lines. */
	const refused = new Map<string, number>();
	for (const [index, raw] of text.split("\n").entries()) {
		const line = index + 1;
		const refuse = (reason: string) =>
			unread.push({ line, text: raw.trim(), reason });
		if (raw.trim() === "" || raw.trim().startsWith("#")) continue;
		const rule = parseLine(raw);
		if (rule === undefined) {
			refuse(whyNoRule(raw));
			continue;
		}
		const why = whyNotUsed(rule);
		if (why !== undefined) {
			refuse(why);
			continue;
		}
		const match = rule.kind === "server" ? rule.service : rule.match;
		const undeclared = undeclarable(rule);
		if (undeclared.length > 0) {
			refuse(`cannot be declared: ${undeclared.join(" ")}`);
			if (rule.kind === "service") refused.set(serviceKey(match), line);
			continue;
		}
		if (rule.kind === "service") {
			const service = { rule, line, servers: [] };
			services.push(service);
			byKey.set(serviceKey(match), byKey.get(serviceKey(match)) ?? service);
			continue;
		}
		const service = byKey.get(serviceKey(match));
		const left = refused.get(serviceKey(match));
		if (service === undefined)
			refuse(
				left === undefined
					? "its service is not among the lines above"
					: `its service, line ${left}, cannot be declared`,
			);
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

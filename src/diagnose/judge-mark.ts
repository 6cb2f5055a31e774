import type { Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { type Packet, reached } from "./packet.ts";

/** Services of marks take only packets that a rule of nftables gave the mark. */
export function judgeMark(
	{ target }: Course,
	director: Evidence,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	const { match } = target.service;
	if (match.protocol !== "fwmark" || came === undefined) return undefined;
	if (came.some((packet) => reached(packet, "sent"))) return undefined;
	const marks = new Set(came.flatMap(({ mark }) => mark ?? []));
	if (came.length === 0 || marks.has(match.mark)) return undefined;
	return {
		host: director.name,
		hop: director.name,
		cause:
			marks.size === 0
				? `the packet to ${target.vip}:${target.port} gets no mark, and the service ${target.key} takes those with mark ${match.mark}`
				: `the packet to ${target.vip}:${target.port} gets mark ${[...marks].join(", ")}, and the service ${target.key} takes those with mark ${match.mark}`,
		thing: `mark ${match.mark}`,
		wayOut: `Run lvsctl up, which puts the rules of table ip ${target.director.desired.tables?.nftables ?? "lvs"} back. What removed them (a firewall that flushes all tables when it starts) would remove them again.`,
	};
}

import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import type { Match, ServiceRule } from "../../ipvs/rule.ts";
import { leaveOut, type Notes, refuse } from "../configuration/notes.ts";
import type { Directives } from "./sort-directives.ts";

/** The scheduler if none is named. ipvsadm's own is another one. */
const usualScheduler = "wrr";

/** The rule that ldirectord makes of a virtual service. */
export function serviceRule(
	match: Match,
	own: Directives,
	notes: Notes,
): ServiceRule {
	const persistent = own.last("persistent");
	const netmask = own.last("netmask");
	const ops = own.last("ops");
	if (netmask !== undefined && persistent === undefined)
		leaveOut(notes, "netmask without persistent", netmask);
	const onePacket = ops?.value === "yes" && match.protocol === "udp";
	if (ops?.value === "yes" && !onePacket)
		refuse(
			notes,
			ops,
			"it counts only for UDP, so it does nothing; leave it out",
		);
	return {
		kind: "service",
		match,
		scheduler: own.last("scheduler")?.value ?? usualScheduler,
		persistence: persistent && {
			seconds: Number(persistent.value),
			mask:
				netmask?.value === ipvsadmDefaults.mask ? undefined : netmask?.value,
		},
		onePacket,
		flags: own.last("schedflags")?.value.split(",") ?? [],
		others: [],
	};
}

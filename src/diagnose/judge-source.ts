import { sysctlOf } from "../model/link-sysctl.ts";
import type { Course } from "./course.ts";
import type { Evidence, Route } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { decidingSysctl, routeBack, sourceCheck } from "./hosts.ts";
import { at, type Packet } from "./packet.ts";
import { askerOf } from "./target.ts";

/** The sender of a host's packets, and the host's route to that sender. Undefined: it was not asked for. */
export interface Sender {
	readonly from: string;
	readonly route: Route | undefined;
}

/**
 * The kernel's source check: with `rp_filter = 1` it drops a packet whose answer would leave by another device, and with 1 or 2 one whose sender no route leads
 * back to. It is judged from the device by which the packet came, and from the route to its sender.
 */
export function judgeSource(
	evidence: Evidence,
	{ from, route }: Sender,
	came: readonly Packet[] | undefined,
	/** If packets could not be traced: the device by which they come. */
	usual?: string,
): Cause | undefined {
	const device =
		came?.map((packet) => at(packet, "first")?.inDevice).find(Boolean) ?? usual;
	if (device === undefined) return undefined;
	const check = sourceCheck(evidence, device);
	const { name } = evidence;
	if (check === 0 || route === undefined) return undefined;
	const drops = (why: string, wayOut: string): Cause => ({
		host: name,
		hop: name,
		cause: `reverse path filter on ${device}: ${decidingSysctl(evidence, device, "rp_filter")}, and ${why}`,
		wayOut,
	});
	if (route.error !== undefined)
		return drops(
			`no route to ${from}: ${route.error}`,
			`Give ${name} a route to ${from}, or a default route.`,
		);
	if (check === 1 && route.device !== undefined && route.device !== device)
		return drops(
			`the way back to ${from} is by ${route.device}`,
			`Set ${sysctlOf(device, "rp_filter")} = 2 there, which lets packets in that can be answered by any link (then that of "all" must not be 1). lvsctl up restores the values that it sets itself.`,
		);
	return undefined;
}

/** The sender of requests at a real server: by FULLNAT it is always the director. */
export function senderOf(
	{ from, server, target }: Course,
	realServer: Evidence,
): Sender {
	const asker = server === undefined ? from : askerOf(target, server, from);
	return {
		from: asker,
		route: asker === from ? realServer.routes.client : routeBack(realServer),
	};
}

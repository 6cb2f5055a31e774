import type { Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { decidingSysctl, sourceCheck } from "./hosts.ts";
import { at, type Packet } from "./packet.ts";

/**
 * The kernel's source check: with `rp_filter = 1` it drops a packet whose answer would leave by another device, and with 2 one that has
 * no way back at all. Judged from the device by which the packet came, and from the route to the client.
 */
export function judgeSource(
	{ from }: Course,
	evidence: Evidence,
	came: readonly Packet[] | undefined,
	/** Where packets could not be traced: the device by which they come. */
	usual?: string,
): Cause | undefined {
	const device =
		came?.map((packet) => at(packet, "first")?.inDevice).find(Boolean) ?? usual;
	if (device === undefined) return undefined;
	const route = evidence.routes.client;
	const check = sourceCheck(evidence, device);
	const { name } = evidence;
	if (check === 0 || route === undefined) return undefined;
	if (check === 1 && route.device !== undefined && route.device !== device)
		return {
			host: name,
			hop: name,
			cause: `reverse path filter on ${device}: ${decidingSysctl(evidence, device, "rp_filter")}, and the way back to ${from} is by ${route.device}`,
			wayOut: `Set net.ipv4.conf.${device}.rp_filter = 2 there, which lets packets in that can be answered by any link (that of "all" must not be 1 then). What the tool sets itself, lvsctl up puts back.`,
		};
	return undefined;
}

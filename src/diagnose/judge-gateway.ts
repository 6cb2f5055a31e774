import { sourceOf } from "../model/packet-rules.ts";
import { answers, type Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { nextHop, routeBack } from "./hosts.ts";
import { overruled } from "./overruled.ts";
import { at, before } from "./packet.ts";
import { answerTo } from "./routing-rule.ts";

/** By NAT the answers must go to the director, whatever other routes to the client exist. */
export function judgeGateway(
	course: Course,
	realServer: Evidence,
): Cause | undefined {
	const { target, server, from } = course;
	const { name } = realServer;
	const lb = target.director.name;
	// with several directors this is their gateway, which moves with the VIP
	const dip = sourceOf(target.director.desired) ?? "";
	const route = routeBack(realServer);
	if (server === undefined || route?.device === undefined) return undefined;
	const astray = (cause: string, wayOut: string): Cause => ({
		host: name,
		hop: `${name} -> ${lb}`,
		cause,
		wayOut,
	});
	const up = "Run lvsctl up, which routes the answers through the director.";
	if (nextHop(route, from) === dip) {
		// packets of the host itself use the route that was asked for
		const left = answers(course, realServer)
			?.filter((packet) => before(packet)?.stage === "first")
			.map((packet) => at(packet, "left")?.outDevice)
			.find((device) => device !== undefined && device !== route.device);
		return left === undefined
			? undefined
			: astray(
					`the answer leaves by ${left}, not by ${route.device} to ${lb} (${dip}): what serves there is another address than ${server.address}, and no mark of its connection sends it to ${lb}`,
					up,
				);
	}
	const other = overruled(
		realServer,
		route,
		answerTo(from, target, server),
		server.machine?.desired.tables?.routing,
	);
	const why = other === undefined ? "" : `: ${other.words}`;
	return astray(
		route.redirected || route.gateway === undefined
			? `answers straight to the client by ${route.device}, not through ${lb} (${dip})${route.redirected ? ": it learned that from an ICMP redirect" : why}`
			: `the answer leaves by ${route.device} to ${route.gateway}, not to ${lb} (${dip})${why}`,
		route.redirected
			? `Run lvsctl up, which lets ${lb} send no redirects; then on ${name}: ip route flush cache`
			: (other?.wayOut ?? up),
	);
}

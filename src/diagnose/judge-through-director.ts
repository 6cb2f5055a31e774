import { forwardings } from "../ipvs/forwarding.ts";
import { answers, type Course } from "./course.ts";
import type { Cause } from "./finding.ts";
import { deviceOf, routeBack } from "./hosts.ts";
import { reached } from "./packet.ts";

/** By direct routing and tunnels the answer has the VIP as its source, and a host takes no packet whose source is an address of its own. */
export function judgeThroughDirector(course: Course): Cause | undefined {
	const { director, realServer, server, client, result } = course;
	if (director === undefined || realServer === undefined) return undefined;
	if (server === undefined || result?.connected) return undefined;
	if (forwardings[server.forwarding].rewrites || director === realServer)
		return undefined;
	const gateway = routeBack(realServer)?.gateway;
	if (gateway === undefined || deviceOf(director, gateway) === undefined)
		return undefined;
	const made = answers(course, realServer);
	if (made !== undefined && !made.some((packet) => reached(packet, "left")))
		return undefined;
	if (client !== undefined && answers(course, client)?.length) return undefined;
	const { name } = realServer;
	return {
		host: name,
		hop: `${name} -> ${director.name}`,
		cause: `the answer goes to ${director.name} (${gateway}) as its gateway, and ${director.name} drops it: its source is ${director.name}'s own VIP`,
		wayOut: `Give ${name} another gateway, a router that is no director (ip route replace default via ROUTER, also in the network configuration); or declare forwarding: "nat", by which answers go through ${director.name}.`,
	};
}

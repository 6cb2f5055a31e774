import { forwardings } from "../ipvs/forwarding.ts";
import { type Course, requests, wrapped } from "./course.ts";
import { filterAdvice, isOut, lostTo } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { decidingSysctl, deviceOf, isSilent, nextHop } from "./hosts.ts";
import { type Silence, silenceOf } from "./judge-silence.ts";
import { type Packet, reached } from "./packet.ts";
import { unseenBy } from "./unseen.ts";

/** From IPVS to the link of the real server. */
export function judgeWay(
	course: Course,
	director: Evidence,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	const { server } = course;
	if (server === undefined) return undefined;
	const { name, address } = server;
	const hop = `${director.name} -> ${name}`;
	const lb = (cause: string, wayOut: string, thing = cause): Cause => ({
		host: director.name,
		hop,
		cause,
		wayOut,
		thing,
	});
	const route = director.routes[`server ${address}`];
	if (route?.error !== undefined)
		return lb(
			`no route to ${name} (${address}): ${route.error}`,
			`Give ${director.name} a route to ${address}.`,
		);
	if (
		!forwardings[server.forwarding].passesRouters &&
		route?.gateway !== undefined
	)
		return lb(
			`${name} (${address}) is behind the gateway ${route.gateway}: direct routing needs one link`,
			'Put both on one link, or declare forwarding: "tun".',
		);
	const sent = came?.filter((packet) => reached(packet, "sent")) ?? [];
	if (sent.length > 0 && !sent.some(isOut)) {
		const by = lostTo(director, sent);
		return lb(
			`its filter drops the request on its way to ${name}: ${by ?? "in output or postrouting; nftables does not show by what"}`,
			filterAdvice,
			by,
		);
	}
	const next = nextHop(route, address);
	if (isSilent(director, next)) {
		const why = course.away[name];
		const down =
			course.realServer === undefined || next !== address
				? undefined
				: whyDown(course.realServer, address, route?.source);
		return lb(
			next === address
				? `${name} (${address}) does not answer ARP on ${route?.device}${down === undefined ? "" : `: ${down.why}`}${why === undefined ? "" : `; it cannot be reached by us either`}`
				: `the gateway ${next} to ${name} (${address}) does not answer ARP on ${route?.device}`,
			next === address
				? (down?.wayOut ??
						`Is ${name} switched on, is its link up, has it ${address}? ${why?.split("\n")[0] ?? ""}`.trim())
				: `Look at the gateway ${next}.`,
		);
	}
	const mac = director.neighbours[address]?.mac;
	const { realServer } = course;
	if (
		mac !== undefined &&
		realServer !== undefined &&
		next === address &&
		!realServer.links.some((link) => link.mac === mac) &&
		!cameThere(course, realServer) &&
		!isShared(director, mac)
	)
		return lb(
			`${address} is at the hardware address ${mac}, which is not ${name}'s: another machine has the address of ${name}`,
			`Find the machine with ${mac} and give it another address; then on ${director.name}: ip neigh flush to ${address}`,
		);
	return undefined;
}

/** Whether the probe came to the real server. What was seen outweighs hardware addresses: a router or a cloud may answer ARP for it. */
function cameThere(course: Course, realServer: Evidence): boolean {
	const { result, target } = course;
	return (
		result?.connected === true ||
		Boolean(requests(course, realServer)?.length) ||
		Boolean(
			wrapped(realServer, target.director.desired.ownAddress ?? "")?.length,
		)
	);
}

/** Whether something answers ARP for several machines, as clouds do. */
function isShared({ neighbours }: Evidence, mac: string): boolean {
	return (
		Object.values(neighbours).filter((each) => each.mac === mac).length > 1
	);
}

function whyDown(
	realServer: Evidence,
	address: string,
	/** The director's address there, with which it asks. */
	asker: string | undefined,
): Silence {
	const { name } = realServer;
	const device = deviceOf(realServer, address);
	const link = realServer.links.find((each) => each.device === device);
	if (device === undefined) return { why: `${name} has no such address` };
	if (link !== undefined && !link.up)
		return { why: `${name}'s link ${device} is down` };
	if (link !== undefined && !link.carrier)
		return { why: `${name}'s link ${device} has no carrier` };
	return (
		silenceOf(realServer, address, asker, undefined) ?? {
			why: `${name} has it on ${device}, ${decidingSysctl(realServer, device, "arp_ignore")}${unseenBy(realServer, device)}`,
		}
	);
}

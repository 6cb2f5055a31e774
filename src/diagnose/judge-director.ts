import { formatEndpoint } from "../ipvs/address.ts";
import {
	ruleKey,
	type ServerRule,
	type ServiceRule,
	serversByService,
	servicesOf,
} from "../ipvs/rule.ts";
import { type Course, requests } from "./course.ts";
import { conntrackFull, droppedBy, filterAdvice } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { decidingSysctl, deviceOf, isSilent, nextHop } from "./hosts.ts";
import { judgeMark } from "./judge-mark.ts";
import { judgeSource } from "./judge-source.ts";
import { type Packet, reached, type Stage } from "./packet.ts";

const up = "Run lvsctl up, which puts it back.";

/** On the director: filter, mark, service, the real servers of the service. */
export function judgeDirector(course: Course): Cause | undefined {
	const { director, target } = course;
	if (director === undefined) return undefined;
	const came = requests(course, director);
	const lb = (cause: string, wayOut = up): Cause => ({
		host: director.name,
		hop: director.name,
		cause,
		wayOut,
	});
	const got = (stage: Stage) =>
		came === undefined || came.some((packet) => reached(packet, stage));
	const filtered = (stage: Stage) => {
		const by = droppedBy(director, came ?? [], stage);
		return by === undefined
			? undefined
			: lb(`its filter drops the request: ${by}`, filterAdvice);
	};
	if (came !== undefined && !got("routed")) {
		const full = conntrackFull(director);
		return (
			filtered("routed") ??
			(full === undefined
				? lb(
						`the request came in and was dropped before routing; nftables does not show by what`,
						`On ${director.name}: iptables-legacy -vnxL, and programs of eBPF.`,
					)
				: lb(full, "Raise net.netfilter.nf_conntrack_max."))
		);
	}
	const isHere = deviceOf(director, target.vip) !== undefined;
	if (!isHere && (came === undefined || !got("arrived")))
		return lb(`has the VIP ${target.vip} on no link`);
	if (came !== undefined && !got("arrived"))
		return (
			judgeSource(course, director, came) ??
			lb(
				"routing does not take the request for its own, although it has the VIP",
				`On ${director.name}: ip rule; ip route get ${target.vip}`,
			)
		);
	if (came !== undefined && !got("admitted")) {
		const by = filtered("admitted");
		if (by !== undefined) return by;
	}
	return (
		judgeMark(course, director, came) ??
		judgeService(course, director) ??
		judgeServers(course, director, came) ??
		(came !== undefined && !got("admitted")
			? lb(
					"its input drops the request; nftables does not show by what",
					`On ${director.name}: iptables-legacy -vnxL INPUT`,
				)
			: undefined) ??
		judgeWay(course, director, came)
	);
}

/** The service that IPVS would take the packet for. */
export function serviceFound(
	{ target }: Course,
	{ ipvs }: Evidence,
): ServiceRule | undefined {
	return servicesOf(ipvs ?? new Map()).find(
		(service) => ruleKey(service) === target.key,
	);
}

function judgeService(course: Course, director: Evidence): Cause | undefined {
	const { target } = course;
	if (serviceFound(course, director) !== undefined) return undefined;
	const at = `${target.vip}:${target.port}`;
	const others = servicesOf(director.ipvs ?? new Map())
		.filter(
			({ match }) =>
				match.protocol !== "fwmark" && match.address.text === target.vip,
		)
		.map(ruleKey);
	return {
		host: director.name,
		hop: director.name,
		cause: `no service for ${at} (${target.key}): ${
			director.ipvs === undefined
				? "the module ip_vs is not loaded"
				: others.length > 0
					? `the table of IPVS has ${others.join(", ")}`
					: servicesOf(director.ipvs).length === 0
						? "the table of IPVS is empty"
						: "the table of IPVS has other services alone"
		}`,
		wayOut: up,
	};
}

/** Which of the real servers may take a connection, as declared and as found. */
function judgeServers(
	course: Course,
	director: Evidence,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	const { target, server } = course;
	const table = director.ipvs ?? new Map();
	const found = serversByService(table).get(target.key) ?? [];
	const lb = (cause: string, wayOut = up): Cause => ({
		host: director.name,
		hop: director.name,
		cause,
		wayOut,
	});
	const held = heldByPersistence(course, director, found);
	if (held !== undefined) return held;
	if (found.every(({ weight }) => weight === 0))
		return lb(
			found.length === 0
				? `no server may take it: the service ${target.key} has no real server`
				: `no server may take it: all real servers of ${target.key} have weight 0${drainedOf(director, found)}`,
			Object.keys(director.drained).length > 0
				? "Run lvsctl undrain for a real server that shall take connections."
				: up,
		);
	const refused =
		came?.some((packet) => reached(packet, "admitted")) &&
		!came.some(
			(packet) => reached(packet, "sent") || reached(packet, "delivered"),
		);
	if (refused && server === undefined)
		return lb(
			`IPVS drops the request: no real server of ${target.key} may take it now${found.some(({ upper }) => upper > 0) ? ", their thresholds may be reached" : `; scheduler ${serviceFound(course, director)?.scheduler}`}`,
			`On ${director.name}: ipvsadm -Ln --thresholds; dmesg`,
		);
	return undefined;
}

function drainedOf(
	{ drained }: Evidence,
	found: readonly ServerRule[],
): string {
	const drains = found.filter(
		({ address }) => drained[address.text] !== undefined,
	);
	return drains.length === 0
		? ""
		: ` (drained by an operator: ${drains.map(formatEndpoint).join(", ")})`;
}

/** A template binds the client to a real server, also to one that may take nobody else. */
function heldByPersistence(
	{ target, server, from, result, ...others }: Course,
	director: Evidence,
	found: readonly ServerRule[],
): Cause | undefined {
	const template = director.connections.find(
		({ clientPort, server: address, virtualPort }) =>
			clientPort === 0 &&
			(virtualPort === target.port ||
				virtualPort === 0 ||
				target.service.match.protocol === "fwmark") &&
			(server === undefined || server.address === address),
	);
	if (template === undefined || result?.connected) return undefined;
	const rule = found.find(({ address }) => address.text === template.server);
	if (rule !== undefined && rule.weight > 0) return undefined;
	const name =
		target.servers.find(({ address }) => address === template.server)?.name ??
		template.server;
	const gone = others.away[name] === undefined ? "" : " and cannot be reached";
	return {
		host: director.name,
		hop: director.name,
		cause: `this client, ${from}, is held by persistence on ${name}, ${template.seconds} s left; ${name} has ${rule === undefined ? "gone from the service" : "weight 0"}${gone}`,
		wayOut: `Declare ipvs: { expireQuiescentTemplate: true } (net.ipv4.vs.expire_quiescent_template = 1), so that clients leave a real server with weight 0; or wait ${template.seconds} s.`,
	};
}

/** From IPVS to the link of the real server. */
function judgeWay(
	course: Course,
	director: Evidence,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	const { server } = course;
	if (server === undefined) return undefined;
	const { name, address } = server;
	const hop = `${director.name} -> ${name}`;
	const lb = (cause: string, wayOut: string): Cause => ({
		host: director.name,
		hop,
		cause,
		wayOut,
	});
	const route = director.routes[`server ${address}`];
	if (route?.error !== undefined)
		return lb(
			`no route to ${name} (${address}): ${route.error}`,
			`Give ${director.name} a route to ${address}.`,
		);
	if (server.rule.method === "g" && route?.gateway !== undefined)
		return lb(
			`${name} (${address}) is behind the gateway ${route.gateway}: direct routing needs one link`,
			'Put both on one link, or declare forwarding: "tun".',
		);
	const sent = came?.filter((packet) => reached(packet, "sent")) ?? [];
	if (sent.length > 0 && !sent.some((packet) => reached(packet, "left"))) {
		const by = droppedBy(director, sent, "left");
		return lb(
			`its filter drops the request on its way to ${name}: ${by ?? "in output or postrouting; nftables does not show by what"}`,
			filterAdvice,
		);
	}
	const next = nextHop(route, address);
	if (isSilent(director, next)) {
		const why = course.away[name];
		return lb(
			next === address
				? `${name} (${address}) does not answer ARP on ${route?.device}${course.realServer === undefined ? "" : whyDown(course.realServer, address)}${why === undefined ? "" : `; it cannot be reached by us either`}`
				: `the gateway ${next} to ${name} (${address}) does not answer ARP on ${route?.device}`,
			next === address
				? `Is ${name} switched on, is its link up, has it ${address}? ${why?.split("\n")[0] ?? ""}`.trim()
				: `Look at the gateway ${next}.`,
		);
	}
	const mac = director.neighbours[address]?.mac;
	const { realServer } = course;
	if (
		mac !== undefined &&
		realServer !== undefined &&
		next === address &&
		!realServer.links.some((link) => link.mac === mac)
	)
		return lb(
			`${address} is at the hardware address ${mac}, which is not ${name}'s: another machine has the address of ${name}`,
			`Find the machine with ${mac} and give it another address; then on ${director.name}: ip neigh flush to ${address}`,
		);
	return undefined;
}

function whyDown(realServer: Evidence, address: string): string {
	const device = deviceOf(realServer, address);
	const link = realServer.links.find((each) => each.device === device);
	if (device === undefined) return `: ${realServer.name} has no such address`;
	if (link !== undefined && !link.up)
		return `: ${realServer.name}'s link ${device} is down`;
	return link !== undefined && !link.carrier
		? `: ${realServer.name}'s link ${device} has no carrier`
		: `: ${realServer.name} has it on ${device}, ${decidingSysctl(realServer, device, "arp_ignore")}`;
}

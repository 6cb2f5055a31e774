import { forwardings } from "../ipvs/forwarding.ts";
import { type Course, requests, wrapped } from "./course.ts";
import { conntrackFull, droppedBy, filterAdvice } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { deviceOf, linkDown } from "./hosts.ts";
import { judgeFilter } from "./judge-filter.ts";
import { judgeListener } from "./judge-listener.ts";
import { judgeSource, senderOf } from "./judge-source.ts";
import { judgeTranslated } from "./judge-translated.ts";
import { judgeTunnel, tunnelDevice } from "./judge-tunnel.ts";
import { kernelDrop } from "./kernel-drop.ts";
import { type Packet, reached, type Stage } from "./packet.ts";
import type { TargetServer } from "./target.ts";
import { tookForItself } from "./took-for-itself.ts";
import { translationOf } from "./translation.ts";
import { controlDrop, unseenBy } from "./unseen.ts";

const up = "Run lvsctl up, which puts it back.";

/** On the real server, up to its socket: link, tunnel, address, source check, filter, listener. */
export function judgeRealServer(course: Course): Cause | undefined {
	const { realServer, server } = course;
	if (realServer === undefined || server === undefined) return undefined;
	const { name } = realServer;
	const came = requests(course, realServer);
	const rs = (cause: string, wayOut = up): Cause => ({
		host: name,
		hop: name,
		cause,
		wayOut,
	});
	if (came?.length === 0) {
		const tunnel = judgeTunnel(course);
		if (tunnel !== undefined) return tunnel;
		const lost = judgeArrival(course, realServer, server);
		if (lost !== undefined) return lost;
	}
	const got = (stage: Stage) =>
		came === undefined ||
		came.length === 0 ||
		came.some((packet) => reached(packet, stage));
	if (!got("routed")) {
		const by = droppedBy(realServer, came ?? [], "routed");
		const full = conntrackFull(realServer);
		return by === undefined && full !== undefined
			? rs(full, "Raise net.netfilter.nf_conntrack_max.")
			: rs(
					`its filter drops the request: ${by ?? "before routing; nftables does not show by what"}`,
					filterAdvice,
				);
	}
	const translation = translationOf(realServer, came ?? []);
	if (translation !== undefined)
		return judgeTranslated(course, realServer, came ?? [], translation);
	return (
		judgeAddress(course, realServer, server, came) ??
		judgeFilter(realServer, came) ??
		judgeListener(course, realServer, server, came)
	);
}

/** The packet left the director for this real server and did not arrive. */
function judgeArrival(
	course: Course,
	realServer: Evidence,
	{ name, address }: TargetServer,
): Cause | undefined {
	const { director, target, probe } = course;
	if (probe === undefined || director?.packets === undefined) return undefined;
	const left = requests(course, director)?.some((packet) =>
		reached(packet, "left"),
	);
	if (
		!left ||
		wrapped(realServer, target.director.desired.ownAddress ?? "")?.length
	)
		return undefined;
	const down = linkDown(realServer, address);
	const device = deviceOf(realServer, address);
	const control = controlDrop(realServer, device);
	if (control !== undefined)
		return { host: name, hop: name, cause: control, wayOut: filterAdvice };
	const dropped = kernelDrop(director, "sending");
	if (down === undefined && dropped !== undefined)
		return {
			host: director.name,
			hop: `${director.name} -> ${name}`,
			cause: `its kernel drops the request on its way to ${name}: ${dropped.words}`,
			thing: dropped.words,
			wayOut: dropped.wayOut,
		};
	const spoilt = kernelDrop(realServer, "coming in");
	if (down === undefined && spoilt !== undefined)
		return {
			host: name,
			hop: name,
			cause: `its kernel drops the request: ${spoilt.words}`,
			wayOut: spoilt.wayOut,
		};
	return {
		host: name,
		hop: `${director.name} -> ${name}`,
		cause:
			down ??
			(device === undefined
				? `it has no address ${address}`
				: `nothing of the probe came in: ${director.name} sent it to ${director.neighbours[address]?.mac ?? address}, and it is lost on the way${unseenBy(director, director.routes[`server ${address}`]?.device)}${unseenBy(realServer, device)}`),
		wayOut: `Look at what is between ${director.name} and ${name}: switches, routers, security groups, the size of packets. On ${name}: tcpdump -ni any host ${course.from}`,
	};
}

/** Routing: whether the packet is for this host, and whether it may come from its sender. */
function judgeAddress(
	course: Course,
	realServer: Evidence,
	{ forwarding, address }: TargetServer,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	if (came?.some((packet) => reached(packet, "arrived"))) return undefined;
	const { target, from } = course;
	const { name } = realServer;
	const way = forwardings[forwarding];
	const wanted = way.rewrites ? address : target.vip;
	const rs = (cause: string, wayOut = up): Cause => ({
		host: name,
		hop: name,
		cause,
		wayOut,
	});
	if (deviceOf(realServer, wanted) === undefined)
		return rs(
			way.rewrites
				? `has no address ${address}`
				: `has no VIP: ${target.vip} is on none of its links`,
		);
	const back = realServer.routes.client;
	if (back?.error !== undefined && way.answers !== "masqueraded")
		return rs(
			`no route to ${from}: ${back.error}`,
			`Give ${name} a route to ${from}, or a default route.`,
		);
	const taken = tookForItself(realServer, senderOf(course, realServer).from);
	if (taken !== undefined) return rs(taken.cause, taken.wayOut);
	const source = judgeSource(
		realServer,
		senderOf(course, realServer),
		came?.length ? came : undefined,
		came?.length
			? undefined
			: (tunnelDevice(course) ?? deviceOf(realServer, address)),
	);
	if (source !== undefined) return source;
	return came?.length
		? rs(
				`its routing does not take the request for its own, although it has ${wanted}`,
				`On ${name}: ip rule; ip route get ${wanted} from ${from} iif ${deviceOf(realServer, address) ?? "DEVICE"}`,
			)
		: undefined;
}

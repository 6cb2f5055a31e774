import { forwardings } from "../ipvs/forwarding.ts";
import { sysctlOf } from "../model/link-sysctl.ts";
import { sourceOf } from "../model/packet-rules.ts";
import { answers, type Course } from "./course.ts";
import { droppedBy, filterAdvice, lostBehind } from "./dropped.ts";
import type { Cause } from "./finding.ts";
import { nextHop, routeBack } from "./hosts.ts";
import { judgeNeighbour } from "./judge-neighbour.ts";
import { judgeSource } from "./judge-source.ts";
import { judgeStray } from "./judge-stray.ts";
import { judgeThroughDirector } from "./judge-through-director.ts";
import { kernelDrop } from "./kernel-drop.ts";
import { at, reached, type Stage } from "./packet.ts";
import { answerTo } from "./routing-rule.ts";
import { askerOf } from "./target.ts";
import { unseenBy } from "./unseen.ts";

/** The answer after it left the real server: through the director if that rewrites it, and into the client. */
export function judgeBack(course: Course): Cause | undefined {
	const { director, server, realServer, target, from } = course;
	if (server === undefined) return undefined;
	const { name } = server;
	const { rewrites } = forwardings[server.forwarding];
	if (director !== undefined && rewrites) {
		const hop = `${name} -> ${director.name} -> ${from}`;
		const lb = (cause: string, wayOut: string, thing = cause): Cause => ({
			host: director.name,
			hop,
			cause,
			wayOut,
			thing,
		});
		const way = `the answer, ${name} -> client`;
		if (director.sysctls["ipv4/ip_forward"] === "0")
			return lb(
				`net.ipv4.ip_forward = 0: it does not send on ${way}`,
				"Run lvsctl up, which sets it.",
				"ip_forward",
			);
		const link = director.routes[`server ${server.address}`]?.device ?? "";
		if (director.sysctls[`ipv4/conf/${link}/forwarding`] === "0") {
			const key = sysctlOf(link, "forwarding");
			return lb(
				`${key} = 0: it does not send on ${way}, which comes in by ${link}`,
				`Run lvsctl up, which sets it on the link of the director's address; where ${link} is another one: sysctl -w ${key}=1, and in its files of sysctl too.`,
				"ip_forward",
			);
		}
		const came = answers(course, director)?.filter(
			(packet) => at(packet, "first") !== undefined,
		);
		const got = (stage: Stage) =>
			came === undefined || came.some((packet) => reached(packet, stage));
		if (came?.length === 0)
			return realServer?.packets === undefined ||
				!answers(course, realServer)?.length
				? undefined
				: (judgeStray(
						realServer,
						routeBack(realServer),
						answerTo(sourceOf(target.director.desired) ?? from, target, server),
					) ??
						judgeNeighbour(
							course,
							realServer,
							director,
							nextHop(routeBack(realServer), askerOf(target, server, from)),
						) ??
						lb(
							`nothing of ${way} came in: it left ${name} and is lost on the way${unseenBy(realServer, routeBack(realServer)?.device)}${unseenBy(director, director.routes[`server ${server.address}`]?.device)}`,
							`Look at what is between ${name} and ${director.name}. On ${director.name}: tcpdump -ni any host ${server.address}`,
						));
		const home = director.routes.client;
		if (home?.error !== undefined)
			return lb(
				`no route to ${from}: ${home.error}: it cannot send on ${way}`,
				`Give ${director.name} a route to ${from}, or a default route.`,
				`no route to ${from}`,
			);
		for (const [stage, where] of [
			["routed", "before routing"],
			["passed", "in forward"],
			["left", "in postrouting"],
		] as const) {
			if (got(stage)) continue;
			const by = droppedBy(director, came ?? [], stage);
			if (by !== undefined)
				return lb(`its filter drops ${way}: ${by}`, filterAdvice, by);
			const through = came?.some((packet) => reached(packet, "through"));
			const source =
				stage === "passed" && !through
					? judgeSource(
							director,
							{
								from: server.address,
								route: director.routes[`server ${server.address}`],
							},
							came,
						)
					: undefined;
			if (source !== undefined) return { ...source, hop };
			if (
				stage === "passed" &&
				came?.some((packet) => reached(packet, "arrived"))
			)
				break;
			const dropped = through ? undefined : kernelDrop(director, "sending on");
			if (dropped !== undefined)
				return lb(
					`its kernel drops ${way}: ${dropped.words}`,
					dropped.wayOut,
					dropped.words,
				);
			return lb(
				`it drops ${way}, ${where}; nftables does not show by what`,
				`On ${director.name}: ip rule; ip route get ${from}; iptables-legacy -vnxL`,
			);
		}
		const out = came
			?.map((packet) => at(packet, "left"))
			.find((seen) => seen !== undefined);
		if (out !== undefined && out.from !== target.vip)
			return lb(
				`answers are not translated back: ${way} leaves with the source ${out.from} instead of the VIP ${target.vip}`,
				`On ${director.name}: ipvsadm -Lnc; sysctl net.ipv4.vs.conntrack`,
			);
	}
	return judgeThroughDirector(course) ?? judgeHome(course);
}

/** The answer on its way into the client. */
function judgeHome(course: Course): Cause | undefined {
	const { client, server, from, realServer, director } = course;
	if (client?.packets === undefined || server === undefined) return undefined;
	const came = answers(course, client)?.filter(
		(packet) => at(packet, "first") !== undefined,
	);
	const sender = forwardings[server.forwarding].rewrites
		? director
		: realServer;
	const left = answers(course, sender)?.some((packet) =>
		reached(packet, "left"),
	);
	if (came === undefined) return undefined;
	const { name } = client;
	const back = routeBack(sender);
	if (came.length === 0) {
		if (!left || sender === undefined) return undefined;
		const by = lostBehind(answers(course, sender) ?? []);
		if (by !== undefined)
			return {
				host: sender.name,
				hop: `${sender.name} -> ${name}`,
				cause: `its filter drops ${sender === realServer ? "its own answer" : `the answer, ${server.name} -> client`}: ${by}`,
				thing: by,
				wayOut: filterAdvice,
			};
		const dropped = kernelDrop(sender, "sending");
		return (
			judgeStray(sender, back, answerTo(from, course.target, server)) ??
			(dropped && {
				host: sender.name,
				hop: `${sender.name} -> ${name}`,
				cause: `its kernel drops the answer: ${dropped.words}`,
				wayOut: dropped.wayOut,
			}) ??
			judgeNeighbour(course, sender, client, nextHop(back, from)) ?? {
				host: sender.name,
				hop: `${sender.name} -> ${name}`,
				cause: `the answer left it and did not come to the client ${from}: lost on the way${unseenBy(sender, back?.device)}${unseenBy(client, client.routes.vip?.device)}`,
				wayOut: `Look at what is between ${sender.name} and ${name}: routers and firewalls that saw no request (asymmetric routing) drop answers.`,
			}
		);
	}
	if (came.some((packet) => reached(packet, "delivered"))) return undefined;
	const stage = came.some((packet) => reached(packet, "arrived"))
		? "delivered"
		: "routed";
	const by = droppedBy(client, came, stage);
	return {
		host: name,
		hop: name,
		cause: `${by === undefined ? "it drops the answer, and nftables does not show by what" : `its filter drops the answer: ${by}`}`,
		wayOut:
			by === undefined
				? `On ${name}: sysctl net.ipv4.conf.all.rp_filter`
				: filterAdvice,
	};
}

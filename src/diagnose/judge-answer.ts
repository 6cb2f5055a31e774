import { forwardings } from "../ipvs/forwarding.ts";
import { answers, type Course, requests } from "./course.ts";
import { filterAdvice, isOut, lostTo } from "./dropped.ts";
import type { Cause } from "./finding.ts";
import { isSilent, nextHop, routeBack } from "./hosts.ts";
import { judgeBack } from "./judge-back.ts";
import { judgeGateway } from "./judge-gateway.ts";
import { at, before } from "./packet.ts";
import { askerOf } from "./target.ts";
import { tookForItself } from "./took-for-itself.ts";

/** From the real server's socket back to the client. */
export function judgeAnswer(course: Course): Cause | undefined {
	const { realServer, server, target, from, result } = course;
	if (server === undefined || result?.connected) return undefined;
	if (realServer === undefined) return judgeBack(course);
	const { name } = realServer;
	const rs = (cause: string, wayOut: string, hop = name): Cause => ({
		host: name,
		hop,
		cause,
		wayOut,
	});
	const way = forwardings[server.forwarding];
	const routed = way.answers === "routed";
	const goal = askerOf(target, server, from);
	const untranslated = judgeTranslation(course);
	if (untranslated !== undefined) return untranslated;
	const route = routeBack(realServer);
	if (route?.error !== undefined)
		return rs(
			`no route to ${goal}: ${route.error}`,
			`Give ${name} a route to ${goal}, or a default route.`,
		);
	const taken = tookForItself(realServer, goal);
	if (taken !== undefined) return rs(taken.cause, taken.wayOut);
	const made = answers(course, realServer);
	// a server in a container has another address, and is seen where its answer comes in from there
	const own = way.rewrites ? server.address : target.vip;
	const wrong = made
		?.map(before)
		.find((seen) => seen?.stage === "sent" && seen.from !== own);
	if (wrong !== undefined)
		return rs(
			way.rewrites
				? `answers from ${wrong.from} instead of ${own}, so ${target.director.name} does not take it for an answer`
				: `answers from ${wrong.from} instead of the VIP ${own}, so the client does not take it for an answer`,
			`Let the server on ${name} listen on ${own} itself: a server of UDP that listens on all addresses answers from that of the link by which the answer leaves.`,
		);
	if (made?.length && !made.some(isOut)) {
		const by = lostTo(realServer, made);
		return rs(
			`its filter drops its own answer: ${by ?? "in output; nftables does not show by what"}`,
			filterAdvice,
			`${name} -> ${from}`,
		);
	}
	const seenOut = made
		?.map((packet) => at(packet, "left"))
		.find((seen) => seen !== undefined);
	if (
		seenOut !== undefined &&
		way.answers === "direct" &&
		seenOut.from !== target.vip
	)
		return rs(
			`its own translation turns the source of the answer from the VIP into ${seenOut.from}`,
			`Take answers from ${target.vip} out of the rules of masquerading on ${name}.`,
		);
	const back = realServer.packets === undefined || made?.length !== 0;
	const next = nextHop(route, goal);
	const astray = routed && back ? judgeGateway(course, realServer) : undefined;
	if (astray !== undefined) return astray;
	if (back && isSilent(realServer, next))
		return rs(
			`${next} does not answer its ARP on ${route?.device}, so the answer cannot leave`,
			next === goal
				? `Look at the link between ${name} and ${goal}.`
				: `Look at the gateway ${next}.`,
			`${name} -> ${next}`,
		);
	return judgeBack(course);
}

/** FULLNAT needs the director's address as the source of the request, and connection tracking to translate back. */
function judgeTranslation(course: Course): Cause | undefined {
	const { director, server, target } = course;
	if (
		director === undefined ||
		server === undefined ||
		forwardings[server.forwarding].answers !== "masqueraded"
	)
		return undefined;
	const lb = (cause: string): Cause => ({
		host: director.name,
		hop: director.name,
		cause,
		wayOut: "Run lvsctl up, which puts it back.",
	});
	if (director.sysctls["ipv4/vs/conntrack"] === "0")
		return lb(
			"answers are not translated back: net.ipv4.vs.conntrack = 0, so the request keeps the client as its source",
		);
	const left = requests(course, director)
		?.map((packet) => at(packet, "left"))
		.find((seen) => seen !== undefined);
	return left !== undefined && left.from === course.from
		? lb(
				`the request keeps the client as its source: no rule of table ip ${target.director.desired.tables?.nftables} masquerades it`,
			)
		: undefined;
}

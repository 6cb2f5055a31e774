import { type Course, requests } from "./course.ts";
import { conntrackFull, droppedBy, filterAdvice } from "./dropped.ts";
import type { Cause } from "./finding.ts";
import { deviceOf } from "./hosts.ts";
import { judgeMark } from "./judge-mark.ts";
import { judgeSource } from "./judge-source.ts";
import { judgeServers, judgeServiceRule } from "./judge-table.ts";
import { judgeWay } from "./judge-way.ts";
import { reached, type Stage } from "./packet.ts";
import { tookForItself } from "./took-for-itself.ts";
import { type Translation, translationOf } from "./translation.ts";

const up = "Run lvsctl up, which puts it back.";

/** On the director: filter, mark, service, the real servers of the service. */
export function judgeDirector(course: Course): Cause | undefined {
	const { director, target, from } = course;
	if (director === undefined) return undefined;
	const seen = requests(course, director);
	// an answered probe came through, whether it could be followed or not
	const came =
		seen?.length === 0 && course.result?.connected ? undefined : seen;
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
	const translation = translationOf(director, came ?? []);
	if (translation !== undefined)
		return lb(
			`a rule sends the request elsewhere: ${told(translation)}`,
			`IPVS never sees it. Take ${target.vip}:${target.port} out of this rule: what publishes a port on ${director.name}, as docker run -p does, must use another port, or an address that is not the VIP.`,
		);
	const isHere = deviceOf(director, target.vip) !== undefined;
	if (!isHere && (came === undefined || !got("arrived")))
		return lb(`has the VIP ${target.vip} on no link`);
	if (came !== undefined && !got("arrived")) {
		const taken = tookForItself(director, from);
		return (
			(taken && lb(taken.cause, taken.wayOut)) ??
			judgeSource(director, { from, route: director.routes.client }, came) ??
			lb(
				"routing does not take the request for its own, although it has the VIP",
				`On ${director.name}: ip rule; ip route get ${target.vip}`,
			)
		);
	}
	if (came !== undefined && !got("admitted")) {
		const by = filtered("admitted");
		if (by !== undefined) return by;
	}
	return (
		judgeMark(course, director, came) ??
		judgeServiceRule(course, director) ??
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

/** A rule of iptables is not printed with where it sends packets to. */
function told({ by = "nftables does not show which", goal }: Translation) {
	return by.includes(goal) ? by : `${by}, to ${goal}`;
}

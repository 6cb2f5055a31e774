import { forwardings } from "../ipvs/forwarding.ts";
import type { ServerRule } from "../ipvs/rule.ts";
import { ruleTunnel } from "../ipvs/rule-tunnel.ts";
import { defaults } from "../model/defaults.ts";
import { tunnelTypeNames, tunnelTypes } from "../model/tunnel.ts";
import { type Course, requests, wrapped } from "./course.ts";
import { droppedBy, filterAdvice } from "./dropped.ts";
import type { Cause } from "./finding.ts";
import { judgeSource, senderOf } from "./judge-source.ts";
import { reached } from "./packet.ts";

/** On a real server behind a tunnel: whether the wrapped packet comes in, and what unwraps it. */
export function judgeTunnel(course: Course): Cause | undefined {
	const { realServer, server, target } = course;
	if (
		realServer === undefined ||
		server === undefined ||
		!forwardings[server.forwarding].tunnels
	)
		return undefined;
	const { type, port } = ruleTunnel(server.rule);
	const { name } = realServer;
	const rs = (cause: string, wayOut: string): Cause => ({
		host: name,
		hop: name,
		cause,
		wayOut,
	});
	const inner = requests(course, realServer)?.filter((packet) =>
		packet.sightings.some(({ stage }) => stage === "first"),
	);
	if (inner?.some((packet) => reached(packet, "arrived"))) return undefined;
	const outer = wrapped(realServer, target.director.desired.ownAddress ?? "");
	const up = `Run lvsctl up, which puts it back.`;
	if (!inner?.length) {
		if (
			outer?.length &&
			!outer.some((packet) => reached(packet, "delivered"))
		) {
			const by = droppedBy(realServer, outer, "delivered");
			if (by !== undefined)
				return rs(
					`its filter drops the packets of the tunnel (${type}): ${by}`,
					filterAdvice,
				);
		}
		const { device, kind } = unwrapping(server.rule);
		const link =
			realServer.links.find((each) => each.device === device) ??
			realServer.links.find((each) => each.kind === kind);
		const receiver = type === "gue" ? realServer.receivers[String(port)] : "";
		if (type === "gue" && receiver === undefined) {
			const ports = Object.keys(realServer.receivers);
			return rs(
				`nothing receives udp ${port} (gue)${ports.length === 0 ? "" : `; it receives udp ${ports.join(", ")}`}`,
				up,
			);
		}
		if (link === undefined)
			return rs(`no receiver for ${type}: it has no device ${device}`, up);
		if (!link.up)
			return rs(`no receiver for ${type}: its device ${device} is down`, up);
		if (outer?.length)
			return rs(
				`the packets of the tunnel (${type}) come in and are not unwrapped on ${device}: the two ends may differ in checksums or flags`,
				`Compare ipvsadm -Sn on ${target.director.name} with: ip -d link show ${device}`,
			);
		return undefined;
	}
	return judgeSource(realServer, senderOf(course, realServer), inner);
}

/** The device on which a real server unwraps packets from the director. */
export function tunnelDevice({ server }: Course): string | undefined {
	return server !== undefined && forwardings[server.forwarding].tunnels
		? unwrapping(server.rule).device
		: undefined;
}

/** For an unknown type, we look at the device that unwraps most types. */
function unwrapping(rule: ServerRule) {
	const { type } = ruleTunnel(rule);
	const known = tunnelTypeNames.find((name) => name === type);
	return tunnelTypes[known ?? defaults.tunnelType];
}

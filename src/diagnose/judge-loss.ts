import { forwardings } from "../ipvs/forwarding.ts";
import { ruleTunnel } from "../ipvs/rule-tunnel.ts";
import { answers, type Course, requests, wrapped } from "./course.ts";
import { filterAdvice, lostTo } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { type Packet, reached } from "./packet.ts";

/**
 * The connection was opened, and a filter on the way there or back drops later packets: one that looks at the length, at the state of connections, or at their
 * rate.
 */
export function judgeLoss(course: Course): Cause | undefined {
	const { client, director, realServer, server, target } = course;
	const way = server && forwardings[server.forwarding];
	const name = server?.name ?? "a real server";
	const isSent = (packet: Packet) => reached(packet, "sent");
	const asked = requests(course, director) ?? [];
	return (
		dropping(
			client,
			requests(course, client),
			"its own filter drops the request",
		) ??
		dropping(
			director,
			asked.filter((packet) => !isSent(packet)),
			"its filter drops the request",
		) ??
		dropping(
			director,
			asked.filter(isSent),
			`its filter drops the request on its way to ${name}`,
		) ??
		(way?.tunnels && server !== undefined
			? dropping(
					realServer,
					wrapped(realServer, target.director.desired.ownAddress ?? ""),
					`its filter drops the packets of the tunnel (${ruleTunnel(server.rule).type})`,
				)
			: undefined) ??
		dropping(
			realServer,
			requests(course, realServer),
			"its filter drops the request",
		) ??
		dropping(
			realServer,
			answers(course, realServer),
			"its filter drops its own answer",
		) ??
		(way?.rewrites
			? dropping(
					director,
					answers(course, director),
					`its filter drops the answer, ${name} -> client`,
				)
			: undefined) ??
		dropping(client, answers(course, client), "its filter drops the answer")
	);
}

function dropping(
	evidence: Evidence | undefined,
	packets: readonly Packet[] | undefined,
	words: string,
): Cause | undefined {
	const by =
		evidence === undefined ? undefined : lostTo(evidence, packets ?? []);
	return evidence === undefined || by === undefined
		? undefined
		: {
				host: evidence.name,
				hop: evidence.name,
				cause: `${words}: ${by}`,
				thing: by,
				wayOut: `The connection came about, and this drops what follows. ${filterAdvice}`,
			};
}

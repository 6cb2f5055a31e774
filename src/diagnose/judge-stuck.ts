import { forwardings } from "../ipvs/forwarding.ts";
import { answers, type Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { at, type Stage } from "./packet.ts";
import { unseenBy } from "./unseen.ts";

/** The connection was opened, the server answered, and nothing of its answer reached the next host. */
export function judgeStuck(course: Course): Cause | undefined {
	const { client, director, realServer, server } = course;
	if (server === undefined) return undefined;
	const hops = forwardings[server.forwarding].rewrites
		? [realServer, director, client]
		: [realServer, client];
	for (const [place, to] of hops.entries()) {
		const from = hops[place - 1];
		if (from === undefined || to === undefined) continue;
		const left = content(course, from, "left");
		if (!left?.length || content(course, to, "first")?.length !== 0) continue;
		const goal =
			to === client ? course.from : course.target.director.desired.ownAddress;
		return {
			host: from.name,
			hop: `${from.name} -> ${to.name}`,
			cause: `the connection came about, and what ${server.name} answers (${left.length} packet${left.length === 1 ? "" : "s"}) left ${from.name} and did not come to ${to.name}: packets of full size may be lost on the way${unseenBy(from)}${unseenBy(to)}`,
			wayOut: `Compare the MTU of the links between them, and let ICMP "fragmentation needed" come to ${server.name}. On ${from.name}: ip link; ping -M do -s 1472 ${goal}`,
		};
	}
	return undefined;
}

/** Packets of the answer that carry data, at one stage. */
function content(
	course: Course,
	evidence: Evidence,
	stage: Stage,
): readonly { readonly length: number }[] | undefined {
	return answers(course, evidence)?.flatMap((packet) => {
		const seen = at(packet, stage);
		return seen !== undefined && carries(seen) ? [seen] : [];
	});
}

/** The head of an IP packet and of TCP, with every option, is not longer than 120 bytes. */
function carries({
	flags,
	length,
}: {
	flags: readonly string[];
	length: number;
}) {
	return flags.includes("psh") || (!flags.includes("syn") && length > 120);
}

import { type Course, entryOf } from "./course.ts";
import type { Cause } from "./finding.ts";
import { judgeLoss } from "./judge-loss.ts";

/** The client has its connection, and IPVS saw only the first packet of it: the client's later packets do not reach IPVS. */
export function judgeHalfOpen(course: Course): Cause | undefined {
	const { director, probe } = course;
	if (director === undefined || probe === undefined) return undefined;
	if (entryOf(probe, director)?.state !== "SYN_RECV") return undefined;
	const { name } = director;
	return (
		judgeLoss(course) ?? {
			host: name,
			hop: name,
			cause:
				"what follows the first packet of a connection does not come to IPVS, whose entry stays SYN_RECV",
			wayOut: `By direct routing and tunnels, conntrack does not know these packets: a filter on ${name} that lets in new connections and established ones, by their state or by the SYN alone, drops the rest. Let it accept all packets to ${course.target.vip}:${course.target.port}.`,
		}
	);
}

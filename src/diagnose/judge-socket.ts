import { answers, type Course, requests } from "./course.ts";
import type { Cause } from "./finding.ts";
import { kernelDrop } from "./kernel-drop.ts";
import { type Packet, reached } from "./packet.ts";

/** The request or the answer came to the sockets of a host, and its kernel dropped it before a program saw it. */
export function judgeSocket(course: Course): Cause | undefined {
	const { realServer, client } = course;
	const made = answers(course, realServer);
	const isHere = (packets: readonly Packet[] | undefined) =>
		packets?.some((packet) => reached(packet, "delivered")) === true;
	const [host, what] =
		isHere(requests(course, realServer)) && made?.length === 0
			? ([realServer, "the request"] as const)
			: isHere(answers(course, client))
				? ([client, "the answer"] as const)
				: [];
	const dropped =
		host === undefined ? undefined : kernelDrop(host, "at the socket");
	return host === undefined || dropped === undefined
		? undefined
		: {
				host: host.name,
				hop: host.name,
				cause: `its kernel drops ${what}: ${dropped.words}`,
				wayOut: dropped.wayOut,
			};
}

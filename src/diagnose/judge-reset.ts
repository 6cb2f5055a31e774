import { answers, type Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { before } from "./packet.ts";

/** The connection was opened, the client got a reset, and none of the hosts that were followed sent it. */
export function judgeReset(course: Course): Cause | undefined {
	const { client, director, realServer } = course;
	if (client === undefined || realServer === undefined) return undefined;
	const sentNone = [realServer, director].every(
		(host) =>
			host !== undefined && host.packets !== undefined && !resets(course, host),
	);
	if (!sentNone || !answers(course, realServer)?.length) return undefined;
	const { name } = realServer;
	return resets(course, client)
		? {
				host: client.name,
				hop: `${client.name} -> ${name}`,
				cause: `the connection to ${name} came about, and something on the way resets it: neither ${director?.name} nor ${name} sent the RST that the client got`,
				wayOut: `Look at what is between ${client.name} and ${name}: firewalls, and devices that look into the traffic. On ${client.name}: tcpdump -eni any 'tcp[tcpflags] & tcp-rst != 0'`,
			}
		: undefined;
}

function resets(course: Course, evidence: Evidence): boolean {
	return (
		answers(course, evidence)?.some((packet) =>
			before(packet)?.flags.includes("rst"),
		) === true
	);
}

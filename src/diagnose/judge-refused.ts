import type { Course } from "./course.ts";
import type { Cause } from "./finding.ts";
import { before } from "./packet.ts";
import { wasRefused } from "./probe.ts";

/** A datagram that no host was seen to drop, and that was refused by ICMP. */
export function judgeRefused(course: Course): Cause | undefined {
	const { result, server, client, target, from } = course;
	if (result === undefined || !wasRefused(result)) return undefined;
	const senders = new Set(
		(client?.packets ?? []).flatMap((packet) => {
			const first = before(packet);
			return first?.protocol === "icmp" && first.to === from
				? [first.from]
				: [];
		}),
	);
	const name = server?.name ?? target.director.name;
	return {
		host: name,
		hop: `${client?.name ?? "client"} -> ${name}`,
		cause: `the datagram to ${target.vip}:${target.port} was refused by ICMP${senders.size === 0 ? "" : `, from ${[...senders].join(" or ")}`}`,
		wayOut: `Does the server on ${name} still listen on port ${server?.port ?? target.port}: ss -lunp. A firewall on the way that rejects it answers so too; on ${client?.name ?? "the client"}: tcpdump -vni any icmp`,
	};
}

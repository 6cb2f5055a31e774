import type { Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { deviceOf, ownerOfMac } from "./hosts.ts";

/** The answer went to another machine: its sender has that machine's hardware address for the next host on the way. */
export function judgeNeighbour(
	course: Course,
	sender: Evidence,
	next: Evidence,
	/** The address that is asked for on the link. It is only looked at if the next host has it. */
	address: string,
): Cause | undefined {
	const { mac, device } = sender.neighbours[address] ?? {};
	if (
		mac === undefined ||
		deviceOf(next, address) === undefined ||
		next.links.some((link) => link.mac === mac)
	)
		return undefined;
	const owner = ownerOfMac(course, mac);
	const whose =
		owner === undefined
			? `the hardware address ${mac}, which is ${knownAs(course, sender, address, mac) ?? `none of ${next.name}'s`}`
			: `${owner.name}'s hardware address ${mac}`;
	const forget = `on ${sender.name}, let it forget: ip neigh del ${address} dev ${device}`;
	const found = owner === undefined ? undefined : deviceOf(owner, address);
	return {
		host: sender.name,
		hop: `${sender.name} -> ${next.name}`,
		cause: `${next.name}'s ${address} is at ${whose}, and the answer goes there`,
		thing: `${address} at ${mac}`,
		wayOut:
			owner === undefined
				? `Find the machine with ${mac}, and give it another address where it has ${address}; then ${forget}`
				: found === undefined
					? `${forget[0]?.toUpperCase()}${forget.slice(1)}; what wrote it there would write it again.`
					: `Take ${address} away from ${found} of ${owner.name}; then ${forget}`,
	};
}

/** Another address that has the same hardware address, as far as hosts know: a standby director is not looked at. */
export function knownAs(
	course: Course,
	sender: Evidence,
	address: string,
	mac: string,
): string | undefined {
	const { director } = course;
	const others = [sender, director]
		.flatMap((host) => Object.entries(host?.neighbours ?? {}))
		.filter(([each, found]) => each !== address && found.mac === mac)
		.map(([each]) => each);
	const peer = peerAt(course, sender, mac);
	if (peer !== undefined) return `that of ${peer}`;
	return others[0] === undefined ? undefined : `that of ${others[0]}`;
}

/** Another director of the cluster that has this hardware address, as far as hosts know: `10.88.0.8, lb2`. */
export function peerAt(
	{ director, target }: Course,
	host: Evidence,
	mac: string,
): string | undefined {
	const { peers = {} } = target.director.desired.failover ?? {};
	const found = Object.entries(peers).find(([, address]) =>
		[host, director].some((each) => each?.neighbours[address]?.mac === mac),
	);
	return found === undefined ? undefined : `${found[1]}, ${found[0]}`;
}

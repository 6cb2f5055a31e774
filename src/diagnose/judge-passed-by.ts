import { type Course, requests } from "./course.ts";
import type { Evidence, HostAddress } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { arpAnnounce, arpIgnore, decidingSysctl, ownerOfMac } from "./hosts.ts";
import { knownAs, peerAt } from "./judge-neighbour.ts";
import { at } from "./packet.ts";

/** Packets that reach another machine, because a neighbour's table has that machine's hardware address for the VIP. */
export function judgePassedBy(course: Course, next: string): Cause | undefined {
	const { client, director, target, everybody } = course;
	const { vip } = target;
	const lb = target.director.name;
	if (client === undefined || director === undefined) return undefined;
	// without a probe nothing shows whether a foreign hardware address is a fault
	if (course.probe === undefined) return undefined;
	const hop = `${client.name} -> ${lb}`;
	const mac = next === vip ? client.neighbours[vip]?.mac : undefined;
	const isLb = (each: string) =>
		director.links.some((link) => link.mac === each);
	const passed = `${lb} is passed by`;
	const { packets } = director;
	// what was seen outweighs hardware addresses: routers and clouds answer ARP for others
	if (requests(course, director)?.length) return undefined;
	const owner = mac === undefined ? undefined : ownerOfMac(course, mac);
	const isServed =
		packets === undefined && owner === undefined && course.result?.connected;
	if (mac !== undefined && !isLb(mac) && !isServed) {
		const device = owner?.links.find((link) => link.mac === mac)?.device;
		const known = knownAs(course, client, vip, mac);
		return {
			host: client.name,
			hop,
			cause: `the VIP ${vip} is at ${owner === undefined ? `the hardware address ${mac}, ${known === undefined ? "of a machine that is not in the declaration" : `which is ${known}`}` : `${owner.name}'s hardware address ${mac}`}; ${passed}${owner === undefined ? "" : arpOf(owner, device, vip)}`,
			wayOut: `${
				owner !== undefined
					? `${removal(owner, vip)}Run lvsctl up, which makes ${owner.name} keep silent about the VIP`
					: known === undefined
						? `Find the machine with ${mac} and take ${vip} away from it`
						: `If that machine still has ${vip}, take it away there (of a director: lvsctl status)`
			}; then let the client forget: ip neigh flush to ${vip}`,
		};
	}
	if (packets === undefined) return undefined;
	for (const each of everybody) {
		if (each === director || each === client) continue;
		const seen = requests(course, each)
			?.map((packet) => at(packet, "first"))
			.find(
				(sighting) =>
					sighting?.fromMac !== undefined && !isLb(sighting.fromMac),
			);
		if (seen?.fromMac === undefined) continue;
		const router = ownerOfMac(course, seen.fromMac)?.name ?? next;
		const from = {
			host: router === client.name ? client.name : `router ${router}`,
			hop: `${router} -> ${lb}`,
		};
		const peer = peerAt(course, each, seen.fromMac);
		if (peer !== undefined)
			return {
				...from,
				cause: `the VIP ${vip} is at the hardware address ${seen.fromMac}, which is that of ${peer}; ${passed}: ${each.name} got the packet from there`,
				wayOut: `If that director still has ${vip}, look at lvsctl status; else clear the router's ARP entry for ${vip}`,
			};
		return {
			...from,
			cause: `the VIP ${vip} is at ${each.name}'s hardware address; ${passed}: ${each.name} got the packet from ${seen.fromMac}${arpOf(each, seen.inDevice, vip)}`,
			wayOut: `${removal(each, vip)}Run lvsctl up, which makes ${each.name} keep silent about the VIP and lets ${lb} announce it; else clear the router's ARP entry for ${vip}`,
		};
	}
	return undefined;
}

/** The VIP on a link of a real server, at which it answers ARP for it. On lo, and on a tunnel, it answers nobody. */
function heldOn(
	{ addresses, links }: Evidence,
	vip: string,
): HostAddress | undefined {
	return addresses.find(
		({ address, device }) =>
			address === vip &&
			device !== "lo" &&
			links.some((link) => link.device === device && link.mac !== ""),
	);
}

function removal(owner: Evidence, vip: string): string {
	const held = heldOn(owner, vip);
	return held === undefined
		? ""
		: `On ${owner.name}: ip addr del ${vip}/${held.prefix} dev ${held.device}, also in the network configuration that adds it at boot. `;
}

/** Why a real server's hardware address is known for the VIP: what its link answers, and with which address it asks. */
function arpOf(
	owner: Evidence,
	device: string | undefined,
	vip: string,
): string {
	const held = heldOn(owner, vip);
	if (held !== undefined)
		return ` (${owner.name} has the VIP on its link ${held.device})`;
	if (device === undefined) return "";
	const wrong = (
		[
			["arp_ignore", arpIgnore(owner, device) === 0],
			["arp_announce", arpAnnounce(owner, device) < 2],
		] as const
	).flatMap(([key, isWrong]) =>
		isWrong ? [decidingSysctl(owner, device, key)] : [],
	);
	return wrong.length === 0 ? "" : ` (${owner.name}: ${wrong.join(", ")})`;
}

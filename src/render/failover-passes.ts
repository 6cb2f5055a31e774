import type { Cluster, Director } from "../model/cluster.ts";
import { type Passage, towards } from "../model/passage.ts";
import { syncSocket } from "../model/sync-text.ts";
import { passesOf, type Worded } from "./passes.ts";

/**
 * The packets that a director's filters must let through so that several directors agree who has the VIP, and hear of each other's connections. If the sync has
 * a link of its own, the addresses there are not known.
 */
export function failoverPasses(
	{ directors }: Cluster,
	{ name, address, syncInterface }: Director,
): Readonly<Record<string, Passage>> {
	const peers = directors.filter((each) => each.name !== name);
	const arrive = { hooks: ["prerouting", "input"], state: "new" } as const;
	const leave = { hooks: ["output", "postrouting"], state: "new" } as const;
	return passesOf(
		peers.flatMap((peer): Worded[] => [
			[
				`adverts of ${peer.name}`,
				{
					...arrive,
					protocol: "vrrp",
					from: peer.address,
					to: address,
					in: towards(peer.address),
				},
			],
			[
				`adverts to ${peer.name}`,
				{
					...leave,
					protocol: "vrrp",
					from: address,
					to: peer.address,
					out: towards(peer.address),
				},
			],
			[
				`connections that ${peer.name} tells of`,
				{
					...arrive,
					protocol: "udp",
					...(syncInterface === undefined
						? { from: peer.address, in: towards(peer.address) }
						: {}),
					to: syncSocket.group,
					toPorts: [syncSocket.port],
				},
			],
			[
				"connections that this director tells of",
				{
					...leave,
					protocol: "udp",
					...(syncInterface === undefined
						? { from: address, out: towards(peer.address) }
						: {}),
					to: syncSocket.group,
					toPorts: [syncSocket.port],
				},
			],
		]),
	);
}

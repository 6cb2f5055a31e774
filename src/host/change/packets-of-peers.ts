import { gatewayOf } from "../../model/answer-route.ts";
import type { Desired } from "../../model/desired.ts";
import type { PeerTunnel } from "../found-director.ts";
import type { Observed } from "../observed.ts";
import { peersAmong, peersByDirectRouting } from "./peers.ts";

/** Says what VPNs must let through that choose a peer, and judge who may send what, by the addresses of packets: those of clients and of the VIP are none of theirs. */
export function packetsOfPeers(desired: Desired, observed: Observed): string[] {
	const gateways = Object.values(desired.routes).flatMap(
		(route) => gatewayOf(route) ?? [],
	);
	const has = ({ kind }: PeerTunnel, whose: string) =>
		kind === "wireguard" ? `AllowedIPs of ${whose}` : `its routes to ${whose}`;
	return [
		...peersByDirectRouting(desired, observed)
			.filter(({ addresses }) => addresses.length === 1)
			.map((peers) => {
				const [address = ""] = peers.addresses;
				return `this director reaches ${address} by ${peers.device}, which delivers by destination, and direct routing leaves the VIP there: here ${has(peers, address)} must have ${desired.vip}, and there ${has(peers, "this director")} all clients, or nothing arrives. By "tun" and "fullnat" they need neither`;
			}),
		...peersAmong(gateways, observed).map(
			(peers) =>
				`answers of NAT go back by ${peers.device}, which delivers by destination, and that is a client: ${has(peers, `the director ${peers.addresses.join(", ")}`)} must have all clients, or requests and answers are dropped. By "tun" and "fullnat" they need not`,
		),
	];
}

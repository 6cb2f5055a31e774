import { wayOfRule } from "../../ipvs/forwarding.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import { serversOf } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import type { PeerTunnel } from "../found-director.ts";
import type { Observed } from "../observed.ts";

/** Hosts behind one VPN. */
interface Peers extends PeerTunnel {
	readonly addresses: readonly string[];
}

/** A director's real servers that get packets with the VIP as their destination by a VPN that chooses its peer by the destination. */
export function peersByDirectRouting(
	{ ipvs }: Desired,
	observed: Pick<Observed, "ways">,
): Peers[] {
	return peersAmong(
		serversOf(parseTable(ipvs))
			.filter((rule) => {
				const { rewrites, tunnels } = wayOfRule(rule);
				return !rewrites && !tunnels;
			})
			.map(({ address }) => address.text),
		observed,
	);
}

/** Which of these hosts are behind a VPN. */
export function peersAmong(
	addresses: readonly string[],
	{ ways }: Pick<Observed, "ways">,
): Peers[] {
	const found = new Map<string, Peers>();
	for (const address of new Set(addresses)) {
		const way = ways[address];
		if (way === undefined || !("tunnel" in way)) continue;
		const { device } = way.tunnel;
		found.set(device, {
			...way.tunnel,
			addresses: [...(found.get(device)?.addresses ?? []), address],
		});
	}
	return [...found.values()];
}

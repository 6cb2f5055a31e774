import { basesOf, namedIn } from "./bases.ts";
import type { Packet } from "./packet.ts";
import type { Ruleset } from "./ruleset.ts";
import { type Place, type Walk, walkChain } from "./walk.ts";

/**
 * The first rule that gives another source to all packets of a kind, or to all whom no rule before chose. Undefined: there is none, or it takes some of them
 * alone. The packets have their destination already, as those that IPVS sends on.
 */
export function sourceChange(
	{ chains }: Ruleset,
	packet: Packet,
): Place | undefined {
	let fields: Packet["fields"] = { status: 0, ...packet.fields };
	for (const hook of packet.hooks)
		for (const chain of basesOf(chains, hook, packet)) {
			if (chain.base?.nat && hook !== "postrouting") continue;
			const walk: Walk = {
				chains: namedIn(chains, chain),
				fields,
				ends: [],
				offloads: [],
			};
			walkChain(chain, walk);
			fields = walk.fields;
			if (!chain.base?.nat) continue;
			const change = walk.ends.find(
				({ source, share, unread }) =>
					source === "changed" && share !== "some" && unread.length === 0,
			);
			if (change !== undefined) return change.place;
		}
	return undefined;
}

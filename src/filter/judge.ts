import type { Packet } from "./packet.ts";
import type { Chain, Hook, Ruleset } from "./ruleset.ts";
import { type End, type Place, type Walk, walkChain } from "./walk.ts";

/** What becomes of a packet. */
export type Judgement =
	| { readonly kind: "accepted" }
	| ({ readonly kind: keyof typeof ofFate } & Place)
	/** `why`: what of the filter could not be understood, each as a clause. */
	| { readonly kind: "unknown"; readonly why: readonly string[] };

/** What a filter does to a packet -> the verdict of its rule. */
const ofFate = { drops: "drop", rejects: "reject", diverts: "divert" } as const;

/**
 * Follows a packet through every chain of its hooks. Where matches depend on more than is known of the packet, on its sender or
 * on a rate, it is accepted if some packets like it are.
 */
export function judge({ chains }: Ruleset, packet: Packet): Judgement {
	const why = new Set<string>();
	let { fields } = packet;
	for (const hook of packet.hooks)
		for (const chain of basesOf(chains, hook, packet)) {
			// only what conntrack sees for the first time passes chains of type nat
			if (chain.base?.nat && fields.state !== "new") continue;
			const walk: Walk = { chains: namedIn(chains, chain), fields, ends: [] };
			if (walkChain(chain, walk) === "returned")
				walk.ends.push({
					fate: chain.base?.policy ?? "accept",
					place: { chain, rule: undefined, trail: [chain.name] },
					unread: [],
				});
			fields = walk.fields;
			const stop = stopped(walk.ends, why);
			if (stop !== undefined) return stop;
		}
	return why.size === 0
		? { kind: "accepted" }
		: { kind: "unknown", why: [...why] };
}

function basesOf(
	chains: readonly Chain[],
	hook: Hook,
	{ before = Number.POSITIVE_INFINITY }: Packet,
): Chain[] {
	return chains
		.filter(
			({ base }) =>
				base?.hook === hook &&
				base.priority < before &&
				// later ones change the source, or see packets that IPVS has a destination for already
				(!base.nat || hook === "prerouting"),
		)
		.sort((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0));
}

function namedIn(
	chains: readonly Chain[],
	{ table }: Chain,
): ReadonlyMap<string, Chain> {
	return new Map(
		chains.flatMap((chain) =>
			chain.table === table ? [[chain.name, chain] as const] : [],
		),
	);
}

/** The judgement of one base chain, where no packet of this kind goes on. What remains unknown is added to `why`. */
function stopped(
	ends: readonly End[],
	why: Set<string>,
): Judgement | undefined {
	const understood = ends.filter(({ unread }) => unread.length === 0);
	const passes = understood.some(({ fate }) => fate === "accept");
	// rules that we cannot judge, and that would make a difference
	const open = ends.filter(
		({ fate, unread }) => unread.length > 0 && (fate === "accept") !== passes,
	);
	for (const { unread } of open) for (const each of unread) why.add(each);
	if (passes || open.length > 0) return undefined;
	// a packet meets an earlier end only where further matches hold; where none of them does, it meets the last one, which is named
	const last = understood.at(-1);
	if (last === undefined) return undefined;
	const { place, fate } = last;
	for (const kind of Object.keys(ofFate) as (keyof typeof ofFate)[])
		if (ofFate[kind] === fate) return { kind, ...place };
	return undefined;
}

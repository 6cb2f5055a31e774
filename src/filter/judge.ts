import { basesOf, namedIn } from "./bases.ts";
import type { Packet } from "./packet.ts";
import type { Ruleset, Target } from "./ruleset.ts";
import { translate } from "./translate.ts";
import { type End, type Place, type Walk, walkChain } from "./walk.ts";

/** The fate of a packet. */
export type Judgement =
	| { readonly kind: "accepted" }
	| Stopping
	/** `why`: the parts of the filter that could not be understood, each as a clause. */
	| { readonly kind: "unknown"; readonly why: readonly string[] };

/** `sentTo`: the destination from this rule or an earlier one. Undefined: there is none, or it is not known. */
type Stopping = Place & {
	readonly kind: keyof typeof ofFate;
	readonly sentTo: Target | undefined;
};

/** What a filter does to a packet -> the decision of its rule. */
const ofFate = {
	drops: "drop",
	rejects: "reject",
	diverts: "divert",
	/** A flowtable forwards what follows of the connection, and IPVS does not see it. */
	offloads: "offload",
} as const;

/**
 * Follows a packet through every chain of its hooks. If matches depend on unknown properties of the packet, on its sender or on a rate, it counts as accepted
 * if some packets like it are. A packet that is not for IPVS is followed to the destination that rules give it.
 */
export function judge(ruleset: Ruleset, packet: Packet): Judgement {
	const { chains } = ruleset;
	const why = new Set<string>();
	// no rule has given it another destination yet
	let fields: Packet["fields"] = { status: 0, ...packet.fields };
	for (const hook of packet.hooks)
		for (const chain of basesOf(chains, hook, packet)) {
			// later hooks change the source, or see packets that already have a destination from IPVS
			if (chain.base?.nat && hook !== "prerouting") continue;
			// only packets that conntrack sees for the first time pass chains of type nat
			if (chain.base?.nat && fields.state !== "new") continue;
			const walk: Walk = {
				chains: namedIn(chains, chain),
				fields,
				ends: [],
				offloads: [],
			};
			if (walkChain(chain, walk) === "returned")
				walk.ends.push({
					fate: chain.base?.policy ?? "accept",
					place: { chain, rule: undefined, trail: [chain.name] },
					unread: [],
					share: "all",
				});
			fields = walk.fields;
			const stop = stopped(walk.ends, why);
			// only IPVS needs the packet unchanged: another machine may have its own ways to its program
			if (stop?.kind === "diverts" && packet.before === undefined)
				return judgeBehind(stop, why, ruleset, { ...packet, fields });
			if (stop !== undefined) return stop;
			const past = isRewritten(packet) ? offloaded(walk, why) : undefined;
			if (past !== undefined) return past;
		}
	return why.size === 0
		? { kind: "accepted" }
		: { kind: "unknown", why: [...why] };
}

/** Whether IPVS rewrites the packet behind the filters: an answer by NAT. */
function isRewritten({ hooks, before }: Packet): boolean {
	return before !== undefined && hooks.includes("forward");
}

/** The rule that hands the connections of packets that pass to a flowtable. */
function offloaded({ offloads }: Walk, why: Set<string>): Stopping | undefined {
	const [sure] = offloads.filter(({ unread }) => unread.length === 0);
	if (sure !== undefined)
		return { kind: "offloads", ...sure.place, sentTo: undefined };
	for (const { unread } of offloads) for (const each of unread) why.add(each);
	return undefined;
}

/** The fate of a packet after a rule that gives it another destination. */
function judgeBehind(
	{ chain, rule, sentTo }: Stopping,
	why: Iterable<string>,
	ruleset: Ruleset,
	packet: Packet,
): Judgement {
	if (sentTo === undefined)
		return {
			kind: "unknown",
			why: [
				...why,
				`where they are sent cannot be told in ${chain.table}, chain ${chain.name}, rule "${rule?.text}"`,
			],
		};
	const end = judge(ruleset, translate(packet, sentTo));
	if (end.kind !== "accepted" && end.kind !== "unknown")
		return { ...end, sentTo };
	const unsure = [...why, ...(end.kind === "unknown" ? end.why : [])];
	return unsure.length === 0 ? end : { kind: "unknown", why: unsure };
}

/** The judgement of one base chain, if no packet of this kind passes it. Unknown parts are added to `why`. */
function stopped(ends: readonly End[], why: Set<string>): Stopping | undefined {
	const understood = ends.filter(({ unread }) => unread.length === 0);
	const passes = understood.some(({ fate }) => fate === "accept");
	// rules that we cannot judge, and that would make a difference
	const open = ends.filter(
		({ fate, unread }) => unread.length > 0 && (fate === "accept") !== passes,
	);
	for (const { unread } of open) for (const each of unread) why.add(each);
	if (passes || open.length > 0) return undefined;
	// earlier rules stop only some of these packets. The last one stops all others, so it is the one to name
	const last = understood.at(-1);
	if (last === undefined) return undefined;
	const { place, fate, to } = last;
	for (const kind of Object.keys(ofFate) as (keyof typeof ofFate)[])
		if (ofFate[kind] === fate) return { kind, ...place, sentTo: to };
	return undefined;
}

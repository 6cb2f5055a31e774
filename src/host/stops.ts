import { beforeFlowtable } from "../filter/before-flowtable.ts";
import { findWayOut } from "../filter/find-way-out.ts";
import { type Judgement, judge } from "../filter/judge.ts";
import type { Packet } from "../filter/packet.ts";
import type { Chain } from "../filter/ruleset.ts";
import type { Stop } from "../filter/stop.ts";
import { formatTarget } from "../filter/translate.ts";
import type { WayOut } from "../filter/way-out.ts";
import type { Desired } from "../model/desired.ts";
import { devicesOf } from "./devices-of.ts";
import type { Observed } from "./observed.ts";
import { packetsOf } from "./packets-of.ts";

type Seen = Pick<Observed, "addresses" | "filters">;

/** A passage that one rule of a filter stops, for some ports or all of them. */
export interface Stopped extends Stop {
	/** Its key in `passes`. */
	readonly words: string;
	readonly how: keyof typeof does;
	readonly wayOut: WayOut;
}

/** What the filters of the host stop. If several rules stop a passage, one in each filter, each rule is in the list. */
export function stops(
	desired: Desired,
	{ addresses, filters }: Seen,
): Stopped[] {
	const { passes = {} } = desired;
	if (filters.chains.length === 0) return [];
	return Object.entries(passes).flatMap(([words, passage]) => {
		const bad = packetsOf(passage, desired, { addresses }).flatMap(
			({ port, packet }) =>
				endsOf(filters.chains, packet).map((end) => ({ port, packet, end })),
		);
		const firsts = bad.filter(
			({ end }, index) =>
				bad.findIndex((other) => sameRule(other.end, end)) === index,
		);
		return firsts.map(({ end }): Stopped => {
			const stop = {
				passage,
				place: end,
				ports: [
					...new Set(
						bad.flatMap((other) =>
							other.port !== undefined && sameRule(other.end, end)
								? [other.port]
								: [],
						),
					),
				],
				...devicesOf(passage, desired, { addresses }),
			};
			return {
				words,
				how: end.kind,
				...stop,
				wayOut:
					elsewhere(end) ??
					(end.kind === "offloads"
						? beforeFlowtable(stop)
						: findWayOut(stop, filters)),
			};
		});
	});
}

/** What a filter does, in words. */
const does = {
	drops: "drops",
	rejects: "rejects",
	diverts: "sends elsewhere",
	offloads: "hands past IPVS, to a flowtable",
} as const;

/** `iptables table filter, chain INPUT drops, by its policy drop: packets of clients to 172.18.0.70, tcp 80`. */
export function formatStop({
	words,
	how,
	place: { chain, rule },
}: Stopped): string {
	const by =
		rule === undefined
			? `its policy ${chain.base?.policy}`
			: `its rule "${rule.text}"`;
	return `${chain.table}, chain ${chain.name} ${does[how]}, by ${by}: ${words}`;
}

/** The advice for packets to which a rule gives another destination. */
function elsewhere({ kind, sentTo, chain }: End): WayOut | undefined {
	if (kind === "diverts")
		return {
			kind: "advice",
			advice:
				"IPVS never sees them. Take the rule away where it is made (a container's published port, a proxy), or write another port or VIP.",
			why: "they get another destination",
		};
	return sentTo === undefined
		? undefined
		: {
				kind: "advice",
				advice: `A rule sends them on to ${formatTarget(sentTo)}, before ${chain.table} has them: let through there what goes to that.`,
				why: "they get another destination before",
			};
}

type End = Extract<Judgement, { chain: unknown }>;

/** Every rule that stops a packet: the packet is also followed through the filters behind the one that stops it. */
function endsOf(chains: readonly Chain[], packet: Packet): End[] {
	const end = judge({ chains, unread: [] }, packet);
	if (end.kind === "accepted" || end.kind === "unknown") return [];
	const [base] = end.trail;
	const others = chains.filter(
		({ table, name }) => table !== end.chain.table || name !== base,
	);
	return [
		end,
		...(others.length < chains.length ? endsOf(others, packet) : []),
	];
}

function sameRule(one: End, other: End): boolean {
	return one.chain === other.chain && one.rule === other.rule;
}

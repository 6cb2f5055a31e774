import { findWayOut } from "../filter/find-way-out.ts";
import { type Judgement, judge } from "../filter/judge.ts";
import {
	addressToNumber,
	type Packet,
	passageProtocols,
	tcpFlags,
} from "../filter/packet.ts";
import type { Chain } from "../filter/ruleset.ts";
import type { Devices, Stop } from "../filter/stop.ts";
import type { WayOut } from "../filter/way-out.ts";
import { contains, type Ipv4, parseLinkAddress } from "../model/address.ts";
import type { Desired } from "../model/desired.ts";
import { ownLink } from "../model/own-link.ts";
import {
	type Passage,
	parseWay,
	someLink,
	type Way,
} from "../model/passage.ts";
import { deviceFor, linkOf } from "./device-for.ts";
import type { Observed } from "./observed.ts";

type Seen = Pick<Observed, "addresses" | "filters">;

/** A passage that one rule of a filter stops, for some ports or all of them. */
export interface Stopped extends Stop {
	/** Its key in `passes`. */
	readonly words: string;
	readonly how: "drops" | "rejects" | "diverts";
	readonly wayOut: WayOut;
}

/** What the filters of the host stop. Where several rules stop a passage, one in each filter, each of them is told. */
export function stops(
	desired: Desired,
	{ addresses, filters }: Seen,
): Stopped[] {
	const { passes = {} } = desired;
	if (filters.chains.length === 0) return [];
	return Object.entries(passes).flatMap(([words, passage]) => {
		const bad = packetsOf(passage, desired, { addresses, filters }).flatMap(
			({ port, packet }) =>
				endsOf(filters.chains, packet)
					// only a director needs them as they came: a real server may have its own ways to its program
					.filter(
						({ kind }) => kind !== "diverts" || passage.before !== undefined,
					)
					.map((end) => ({ port, packet, end })),
		);
		const firsts = bad.filter(
			({ end }, index) =>
				bad.findIndex((other) => sameRule(other.end, end)) === index,
		);
		return firsts.map(({ end }): Stopped => {
			const stop = {
				passage,
				place: end,
				ports: bad.flatMap((other) =>
					other.port !== undefined && sameRule(other.end, end)
						? [other.port]
						: [],
				),
				...devicesOf(passage, desired, { addresses }),
			};
			return {
				words,
				how: end.kind,
				...stop,
				wayOut:
					end.kind === "diverts"
						? {
								kind: "advice",
								advice:
									"IPVS never sees them. Take the rule away where it is made (a container's published port, a proxy), or write another port or VIP.",
								why: "they get another destination",
							}
						: findWayOut(stop, filters),
			};
		});
	});
}

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
	const does = how === "diverts" ? "sends elsewhere" : how;
	return `${chain.table}, chain ${chain.name} ${does}, by ${by}: ${words}`;
}

/** A packet of a passage for each of its ports. */
export function packetsOf(
	passage: Passage,
	desired: Desired,
	seen: Seen,
): { readonly port: number | undefined; readonly packet: Packet }[] {
	const ports: readonly (number | undefined)[] = passage.fromPorts ??
		passage.toPorts ?? [undefined];
	return ports.map((port) => ({
		port,
		packet: packetOf(passage, port, desired, seen),
	}));
}

/** The devices by which the packets of a passage come and go on this host, as far as their names are known. */
export function devicesOf(
	passage: Passage,
	desired: Desired,
	seen: Pick<Seen, "addresses">,
): Devices {
	const found = waysOf(passage, desired, seen);
	const named = (device: string | undefined) =>
		device === someLink ? undefined : device;
	return { in: named(found.in), out: named(found.out) };
}

function waysOf(
	passage: Passage,
	desired: Desired,
	seen: Pick<Seen, "addresses">,
): Devices {
	const device = (way: Way | undefined) =>
		way === undefined ? undefined : deviceOf(way, desired, seen);
	return {
		in: passage.hooks.includes("prerouting") ? device(passage.in) : undefined,
		out: device(passage.out),
	};
}

type End = Extract<Judgement, { chain: unknown }>;

/** Every end that a packet meets: behind the filter that stops it stands the next. */
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

function packetOf(
	passage: Passage,
	port: number | undefined,
	desired: Desired,
	seen: Seen,
): Packet {
	const { hooks, protocol, from, to, state, before } = passage;
	const fields = {
		family: "ipv4",
		protocol: passageProtocols[protocol],
		from: from === undefined ? undefined : addressToNumber(from),
		to: to === undefined ? undefined : addressToNumber(to),
		...(passage.fromPorts === undefined
			? { toPort: port, fromPort: passage.chosenPort }
			: { fromPort: port, toPort: passage.chosenPort }),
		...waysOf(passage, desired, seen),
		state,
		kind: hooks.includes("input") ? "local" : "unicast",
		flags: state === "established" ? tcpFlags.ack : tcpFlags.syn,
	};
	return {
		hooks,
		...(before === undefined ? {} : { before }),
		fields: Object.fromEntries(
			Object.entries(fields).filter(([, value]) => value !== undefined),
		),
	};
}

/** The name of a device, or `a link`; undefined where it cannot be told. */
function deviceOf(
	way: Way,
	desired: Desired,
	{ addresses: { list } }: Pick<Seen, "addresses">,
): string | undefined {
	const read = parseWay(way);
	if (read.kind === "own link") return deviceFor(desired, ownLink, list);
	if (read.kind === "device") return read.device;
	if (read.kind === "some link") return someLink;
	const address = read.address as Ipv4;
	// what a machine sends to an address of its own never leaves it
	if (linkOf(address, list) !== undefined) return "lo";
	const links = list
		.filter(({ device }) => device !== "lo")
		.flatMap((found) => {
			const link = parseLinkAddress(found.address);
			return link !== undefined && contains(link, address)
				? [{ device: found.device, size: link.prefixLength }]
				: [];
		})
		.sort((a, b) => b.size - a.size);
	return links[0]?.device ?? someLink;
}

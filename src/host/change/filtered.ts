import { type Judgement, judge } from "../../filter/judge.ts";
import {
	addressToNumber,
	type Packet,
	passageProtocols,
	tcpFlags,
} from "../../filter/packet.ts";
import { type Stop, wayOut } from "../../filter/way-out.ts";
import { contains, type Ipv4, parseLinkAddress } from "../../model/address.ts";
import type { Desired } from "../../model/desired.ts";
import { type Passage, parseWay, type Way } from "../../model/passage.ts";
import { linkOf } from "../device-for.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** A passage that a filter of the host stops, for some ports or all of them. */
interface Filtered extends Stop {
	/** Its key in `passes`. */
	readonly words: string;
	readonly how: "drops" | "rejects" | "diverts";
}

/** Refuses a host whose filters stop what the role needs. */
export function filteredPackets(
	desired: Desired,
	observed: Observed,
): Reason[] {
	return stopped(desired, observed).map(({ words, how, ...stop }) => {
		const { chain, rule } = stop.place;
		const by =
			rule === undefined
				? `its policy ${chain.base?.policy}`
				: `its rule "${rule.text}"`;
		const where = `${chain.table}, chain ${chain.name}`;
		return {
			saw:
				how === "diverts"
					? `${where} sends elsewhere, by ${by}: ${words}`
					: `${where} ${how}, by ${by}: ${words}`,
			advice:
				how === "diverts"
					? "IPVS never sees them. Take the rule away where it is made (a container's published port, a proxy), or write another port or VIP."
					: wayOut(stop, observed.filters),
		};
	});
}

/** The passages that all go through, or of which it is not known. Their order is that of `passes`. */
export function passing(
	{ passes = {}, ...desired }: Desired,
	observed: Observed,
): NonNullable<Desired["passes"]> {
	const bad = new Set(
		stopped({ ...desired, passes }, observed).map(({ words }) => words),
	);
	return Object.fromEntries(
		Object.entries(passes).filter(([words]) => !bad.has(words)),
	);
}

/** What of the filters could not be judged, where it makes a difference. */
export function unjudged(desired: Desired, observed: Observed): string[] {
	const { passes = {} } = desired;
	const why = new Map<string, string>();
	for (const [words, passage] of Object.entries(passes))
		for (const { judgement } of judged(passage, desired, observed))
			if (judgement.kind === "unknown")
				for (const each of judgement.why) why.set(each, why.get(each) ?? words);
	return [
		...observed.filters.unread.map(
			(each) => `whether packet filters stop the cluster is not known: ${each}`,
		),
		...[...why].map(
			([each, words]) => `whether ${words} pass is not known: ${each}`,
		),
	];
}

function stopped(desired: Desired, observed: Observed): Filtered[] {
	const { passes = {} } = desired;
	if (observed.filters.chains.length === 0) return [];
	return Object.entries(passes).flatMap(([words, passage]) => {
		const bad = judged(passage, desired, observed).flatMap(
			({ port, packet, judgement }) =>
				judgement.kind === "accepted" ||
				judgement.kind === "unknown" ||
				// only a director needs them as they came: a real server may have its own ways to its program
				(judgement.kind === "diverts" && passage.before === undefined)
					? []
					: [{ port, packet, judgement }],
		);
		const [first] = bad;
		return first === undefined
			? []
			: [
					{
						words,
						how: first.judgement.kind,
						passage,
						place: first.judgement,
						ports: bad.flatMap(({ port, judgement }) =>
							port !== undefined && sameRule(judgement, first.judgement)
								? [port]
								: [],
						),
						in: nameOf(first.packet.fields.in),
						out: nameOf(first.packet.fields.out),
					},
				];
	});
}

type Stopped = Extract<Judgement, { chain: unknown }>;

function sameRule(one: Stopped, other: Stopped): boolean {
	return one.chain === other.chain && one.rule === other.rule;
}

function nameOf(device: number | string | undefined): string | undefined {
	return device === undefined ? undefined : String(device);
}

function judged(passage: Passage, desired: Desired, observed: Observed) {
	const ports: readonly (number | undefined)[] = passage.fromPorts ??
		passage.toPorts ?? [undefined];
	return ports.map((port) => {
		const packet = packetOf(passage, port, desired, observed);
		return { port, packet, judgement: judge(observed.filters, packet) };
	});
}

function packetOf(
	passage: Passage,
	port: number | undefined,
	desired: Desired,
	observed: Observed,
): Packet {
	const { hooks, protocol, from, to, state, before } = passage;
	const device = (way: Way | undefined) =>
		way === undefined ? undefined : deviceOf(way, desired, observed);
	const fields = {
		family: "ipv4",
		protocol: passageProtocols[protocol],
		from: from === undefined ? undefined : addressToNumber(from),
		to: to === undefined ? undefined : addressToNumber(to),
		[passage.fromPorts === undefined ? "toPort" : "fromPort"]: port,
		in: hooks.includes("prerouting") ? device(passage.in) : undefined,
		out: device(passage.out),
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

/** The name of a device; undefined where it cannot be told. */
function deviceOf(
	way: Way,
	{ device, ownAddress }: Desired,
	{ addresses: { list } }: Observed,
): string | undefined {
	const read = parseWay(way);
	if (read.kind === "own link") return device ?? linkOf(ownAddress, list);
	if (read.kind === "device") return read.device;
	const address = read.address as Ipv4;
	const links = list
		.filter(({ device }) => device !== "lo")
		.flatMap((found) => {
			const link = parseLinkAddress(found.address);
			return link !== undefined && contains(link, address)
				? [{ device: found.device, size: link.prefixLength }]
				: [];
		})
		.sort((a, b) => b.size - a.size);
	return links[0]?.device;
}

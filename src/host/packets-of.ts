import {
	addressToNumber,
	type Packet,
	passageProtocols,
	tcpFlags,
} from "../filter/packet.ts";
import { parseLinkAddress } from "../model/address.ts";
import type { Desired } from "../model/desired.ts";
import { type Passage, someLink } from "../model/passage.ts";
import { addressOf } from "../model/written-address.ts";
import { deviceFor } from "./device-for.ts";
import { waysOf } from "./devices-of.ts";
import type { Observed } from "./observed.ts";

type Seen = Pick<Observed, "addresses">;

/** The packets of a passage, for each of its ports. */
export function packetsOf(
	passage: Passage,
	desired: Desired,
	seen: Seen,
): { readonly port: number | undefined; readonly packet: Packet }[] {
	const ports: readonly (number | undefined)[] = passage.fromPorts ??
		passage.toPorts ?? [undefined];
	return ports.flatMap((port) =>
		flagsOf(passage).map((flags) => ({
			port,
			packet: packetOf(passage, port, flags, desired, seen),
		})),
	);
}

/** For traffic that conntrack does not know, a filter must let in more than the first packet of a connection. */
function flagsOf({ protocol, state }: Passage): readonly number[] {
	const { syn = 0, ack = 0 } = tcpFlags;
	if (state === "established") return [ack];
	return state === "untracked" && protocol === "tcp" ? [syn, ack] : [syn];
}

function packetOf(
	passage: Passage,
	port: number | undefined,
	flags: number,
	desired: Desired,
	seen: Seen,
): Packet {
	const { hooks, protocol, from, to, state, before } = passage;
	const ways = waysOf(passage, desired, seen);
	const fields = {
		family: "ipv4",
		protocol: passageProtocols[protocol],
		from: from === undefined ? undefined : addressToNumber(from),
		to: to === undefined ? undefined : addressToNumber(to),
		...(passage.fromPorts === undefined
			? { toPort: port, fromPort: passage.chosenPort }
			: { fromPort: port, toPort: passage.chosenPort }),
		...ways,
		state,
		mark: markOf(passage, port, desired),
		kind: kindOf(passage),
		kindHere: kindHereOf(passage, ways.in, desired, seen),
		flags,
	};
	return {
		hooks,
		...(before === undefined ? {} : { before }),
		here: seen.addresses.list.flatMap(({ address }) => {
			const link = parseLinkAddress(address);
			return link === undefined ? [] : [addressToNumber(link.address)];
		}),
		fields: Object.fromEntries(
			Object.entries(fields).filter(([, value]) => value !== undefined),
		),
	};
}

/** The mark with which a packet comes to the rules of others: a packet begins with 0. Undefined: it may have a mark of ours. */
function markOf(
	{ protocol, to, state }: Passage,
	port: number | undefined,
	{ packets, nftables, ipvs }: Desired,
): number | undefined {
	if (packets !== undefined) {
		const ours = Object.values(packets.marks).find(
			(each) =>
				each.to === to &&
				each.protocol === protocol &&
				port !== undefined &&
				each.ports.includes(port),
		);
		return ours?.mark ?? 0;
	}
	const marks = Object.keys(nftables).some((rule) =>
		rule.includes(" mark set "),
	);
	// A real server marks only its answers. Earlier versions did not say what a director marks.
	const mayBeOurs = state !== "new" || Object.keys(ipvs).length > 0;
	return marks && mayBeOurs ? undefined : 0;
}

/** The destination in the kernel's notation. */
function kindOf(passage: Passage): string {
	if (goesToGroup(passage)) return "multicast";
	return passage.hooks.includes("input") ? "local" : "unicast";
}

/**
 * The destination, where only addresses of the device by which packets come count as local. With direct routing a real server has the VIP on `lo`: packets for
 * it come by another device. Undefined: it cannot be told.
 */
function kindHereOf(
	passage: Passage,
	device: string | undefined,
	desired: Desired,
	{ addresses: { list } }: Seen,
): string | undefined {
	const kind = kindOf(passage);
	if (kind !== "local" || passage.to === undefined) return kind;
	const holders = [
		...list,
		...Object.entries(desired.addresses).map(([address, where]) => ({
			address,
			device: deviceFor(desired, where, list),
		})),
	]
		.filter(({ address }) => addressOf(address) === passage.to)
		.map((holder) => holder.device);
	const isThere = (holder: string | undefined) =>
		device === someLink && holder !== "lo" ? undefined : holder === device;
	const there = new Set(holders.map(isThere));
	// where no device has it yet, as the VIP of the director that stands by, it comes to the link of its packets
	if (there.size === 0 || (there.size === 1 && there.has(true))) return kind;
	return there.size === 1 && there.has(false) && device !== undefined
		? "unicast"
		: undefined;
}

/** Whether its packets go to 224.0.0.0/4. */
export function goesToGroup({ to }: Passage): boolean {
	return /^(22[4-9]|23\d)\./.test(to ?? "");
}

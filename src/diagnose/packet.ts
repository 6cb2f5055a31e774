/**
 * The stages: our own chains on the way of a packet through a host, in the order of that way. A stage that a packet reached, and the next one that it did not
 * reach, show what lies in between.
 */
export const stages = [
	/** prerouting, before everything else */
	"first",
	/** prerouting, after filters, marks and address translation; routing follows */
	"routed",
	/** input: routing found that the packet is for this host */
	"arrived",
	/** input, after the filters; IPVS follows */
	"admitted",
	/** input, after IPVS, which did not take it; the host's own sockets follow */
	"delivered",
	/** forward: routing found that the packet is for another host */
	"through",
	/** forward, after the filters; IPVS translates answers there */
	"passed",
	/** output: sent by IPVS or by a socket of the host */
	"sent",
	/** postrouting, after everything else */
	"left",
] as const;

export type Stage = (typeof stages)[number];

/** The packet as it was at one stage. */
export interface Sighting {
	readonly stage: Stage;
	readonly from: string;
	readonly to: string;
	/** Ports; 0 where the protocol has none. */
	readonly fromPort: number;
	readonly toPort: number;
	/** `tcp`, `udp`, `icmp`, `ipencap`, `gre`, … */
	readonly protocol: string;
	readonly inDevice?: string;
	readonly outDevice?: string;
	/** Hardware address of the sender of the frame. */
	readonly fromMac?: string;
	/** Flags of TCP. */
	readonly flags: readonly string[];
	/** Length of the IP packet. */
	readonly length: number;
}

/** What a chain that is not ours decided about the packet. */
export interface Decision {
	/** `inet fw` */
	readonly table: string;
	readonly chain: string;
	/** The rule as nft writes it, or `policy drop`. */
	readonly rule: string;
	/** `drop`, `accept`, `continue`, `jump x`, … */
	readonly does: string;
}

/** One packet on its way through one host, as nftables traced it. */
export interface Packet {
	readonly sightings: readonly Sighting[];
	readonly decisions: readonly Decision[];
	/** The firewall mark that it had at the end. Undefined: none. */
	readonly mark?: number;
}

/** The packet as it came into the host, or as the host made it. */
export function before({ sightings }: Packet): Sighting | undefined {
	return sightings[0];
}

/** The packet as it was seen last. */
export function after({ sightings }: Packet): Sighting | undefined {
	return sightings.at(-1);
}

export function reached(packet: Packet, stage: Stage): boolean {
	return packet.sightings.some((sighting) => sighting.stage === stage);
}

export function at(packet: Packet, stage: Stage): Sighting | undefined {
	return packet.sightings.find((sighting) => sighting.stage === stage);
}

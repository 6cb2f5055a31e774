import type { Passage } from "../model/passage.ts";
import type { Field, Hook } from "./ruleset.ts";

/** A packet on its way through the hooks of one host. A field that is left out may have any value; the device `a link` is any but `lo`. */
export interface Packet {
	readonly hooks: readonly Hook[];
	/** In the last of the hooks only chains of a lower priority see it. Default: all do. */
	readonly before?: number;
	/** Addresses of the machine. Default: not known. */
	readonly here?: readonly number[];
	readonly fields: Readonly<Partial<Record<Field, number | string>>>;
}

/**
 * Numbers of protocols, by every name that nft and iptables print and read. They have the names of /etc/protocols: IP in IP, as the
 * kernel's ipip sends it, is `ipencap` or `ipv4` there, and `ipip` is another protocol, which nobody uses.
 */
const protocols: Readonly<Record<string, number>> = {
	icmp: 1,
	igmp: 2,
	ipencap: 4,
	ipv4: 4,
	tcp: 6,
	udp: 17,
	dccp: 33,
	ipv6: 41,
	gre: 47,
	esp: 50,
	ah: 51,
	"ipv6-icmp": 58,
	icmpv6: 58,
	ipv6icmp: 58,
	ipip: 94,
	vrrp: 112,
	sctp: 132,
	udplite: 136,
};

/** More than a packet can have as its protocol. */
const another = 256;

/**
 * The number of a protocol, by name or number. A name that we do not know stands for a protocol that no cluster needs, so no packet matches it. Undefined: it
 * is neither a name nor a number.
 */
export function protocolNumber(name: string): number | undefined {
	if (/^\d+$/.test(name)) return Number(name);
	return /^[a-z][\w.+/-]*$/i.test(name)
		? (protocols[name] ?? another)
		: undefined;
}

/** The number of each protocol that passes. */
export const passageProtocols: Readonly<Record<Passage["protocol"], number>> = {
	tcp: 6,
	udp: 17,
	ipip: 4,
	gre: 47,
	vrrp: 112,
};

/** Bits of the flags of TCP. */
export const tcpFlags: Readonly<Record<string, number>> = {
	fin: 1,
	syn: 2,
	rst: 4,
	psh: 8,
	ack: 16,
	urg: 32,
	ecn: 64,
	cwr: 128,
};

/** The bit of a connection that a rule gave another destination. */
export const sentOn = 32;

/** Bits of the status of a connection. */
export const connectionStatus: Readonly<Record<string, number>> = {
	expected: 1,
	"seen-reply": 2,
	assured: 4,
	confirmed: 8,
	snat: 16,
	dnat: sentOn,
};

/** `172.18.0.70` as a number. */
export function addressToNumber(address: string): number {
	return address
		.split(".")
		.reduce((number, part) => number * 256 + Number(part), 0);
}

/** A number as an address: `172.18.0.70`. */
export function numberToAddress(number: number): string {
	return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join(".");
}

/** `172.18.0.0/24` -> its first and last address as numbers. */
export function prefixRange(address: string, length: number): [number, number] {
	const size = 2 ** (32 - length);
	const first = Math.floor(addressToNumber(address) / size) * size;
	return [first, first + size - 1];
}

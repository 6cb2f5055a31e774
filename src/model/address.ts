import ipaddr from "ipaddr.js";

/** An IPv4 address as four decimal numbers, checked: "172.18.0.70". */
export type Ipv4 = string & { readonly __ipv4: true };

/** An address and the size of the link it is on. */
export interface LinkAddress {
	readonly address: Ipv4;
	/** Bits of the network part, 0 to 32. */
	readonly prefixLength: number;
}

/** The address, or undefined where the text is not four decimal numbers 0 to 255 without leading zeros. */
export function parseIpv4(text: string): Ipv4 | undefined {
	// ipaddr.js also reads the short, octal and hexadecimal forms of inet_aton; a written address must read the same to everyone.
	return ipaddr.IPv4.isValidFourPartDecimal(text) &&
		ipaddr.IPv4.parse(text).toString() === text
		? (text as Ipv4)
		: undefined;
}

/** "172.18.0.66/24" in its two parts, or undefined where it is not an address, a slash and 0 to 32. */
export function parseLinkAddress(text: string): LinkAddress | undefined {
	const [, before, length] = /^([^/]*)\/(0|[1-9]\d?)$/.exec(text) ?? [];
	const address = before === undefined ? undefined : parseIpv4(before);
	const prefixLength = Number(length);
	return address === undefined || prefixLength > 32
		? undefined
		: { address, prefixLength };
}

/** The mask of the link's network part: "255.255.255.0". */
export function netmask(link: LinkAddress): Ipv4 {
	return ipaddr.IPv4.subnetMaskFromPrefixLength(
		link.prefixLength,
	).toString() as Ipv4;
}

/** Whether this is a netmask: ones first, at least one of them. */
export function isNetmask(address: Ipv4): boolean {
	const ones = ipaddr.IPv4.parse(address).prefixLengthFromSubnetMask();
	return ones !== null && ones > 0;
}

/** The address as one number. It stays the same when other hosts come and go, as an index into a list would not. */
export function addressNumber(address: Ipv4): number {
	return Buffer.from(ipaddr.IPv4.parse(address).octets).readUInt32BE();
}

/** The address that has this number. */
export function addressFrom(number: number): Ipv4 {
	const octets = Buffer.alloc(4);
	octets.writeUInt32BE(number);
	return new ipaddr.IPv4([...octets]).toString() as Ipv4;
}

/** The first address of the link, which names the link itself. */
export function networkAddress(link: LinkAddress): Ipv4 {
	return ipaddr.IPv4.networkAddressFromCIDR(
		formatLink(link),
	).toString() as Ipv4;
}

/** The first address of the network that the mask makes of the address. */
export function masked(address: Ipv4, mask: Ipv4): Ipv4 {
	const prefixLength = ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask();
	return networkAddress({ address, prefixLength: prefixLength ?? 32 });
}

/** The last address of the link, which reaches every machine on it. */
export function broadcastAddress(link: LinkAddress): Ipv4 {
	return ipaddr.IPv4.broadcastAddressFromCIDR(
		formatLink(link),
	).toString() as Ipv4;
}

/** Whether the address is one of the link's, the first and the last included. */
export function contains(link: LinkAddress, address: Ipv4): boolean {
	return ipaddr.IPv4.parse(address).match(
		ipaddr.IPv4.parse(link.address),
		link.prefixLength,
	);
}

/** The link as its network: "172.18.0.0/24". */
export function formatNetwork(link: LinkAddress): string {
	return `${networkAddress(link)}/${link.prefixLength}`;
}

/** Why a network cannot stand as it is written, as a part of a sentence: its address is that of a machine. Undefined: it can. */
export function strayBits(network: LinkAddress): string | undefined {
	return networkAddress(network) === network.address
		? undefined
		: `has bits set behind its prefix; write "${formatNetwork(network)}"`;
}

const reserved = ipaddr.IPv4.parseCIDR("240.0.0.0/4");

/** Why no host may have this address as its own, as a part of a sentence. Undefined where a host may have it. */
export function specialUse(address: Ipv4): string | undefined {
	const parsed = ipaddr.IPv4.parse(address);
	const range = parsed.range();
	const uses: Partial<Record<typeof range, string>> = {
		unspecified: 'in 0.0.0.0/8, which means "this network"',
		loopback: "a loopback address",
		multicast: "a multicast address",
		broadcast: "the broadcast address",
	};
	if (uses[range] !== undefined) return uses[range];
	// ipaddr.js calls the documentation networks reserved too, but labs do use them.
	return parsed.match(reserved)
		? "in the reserved range 240.0.0.0/4"
		: undefined;
}

function formatLink({ address, prefixLength }: LinkAddress): string {
	return `${address}/${prefixLength}`;
}

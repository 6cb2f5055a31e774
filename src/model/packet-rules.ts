import { DeclarationError } from "../errors.ts";

/** What a director's rules of nftables do to packets, as values. Their text stands in `Desired.nftables`. */
export interface PacketRules {
	/** Packets that get a mark: in words, `mark 7 to 172.18.0.70, tcp 80, 443` -> as values. */
	readonly marks: Readonly<Record<string, Marking>>;
	/** Packets that IPVS sends on and that get another source: in words -> as values. */
	readonly masquerades: Readonly<Record<string, Masquerading>>;
}

/** To the VIP, at these ports: at least one. */
export interface Marking {
	readonly mark: number;
	readonly to: string;
	readonly protocol: "tcp" | "udp";
	readonly ports: readonly number[];
}

/** To a real server, at these ports. Empty: at any port. */
export interface Masquerading {
	readonly to: string;
	readonly protocol: "tcp" | "udp";
	readonly ports: readonly number[];
	/** The source that packets of clients get. Default: the director's own address, which packets of its checks always get. */
	readonly source?: string;
}

/**
 * The packet rules of a director in a stack's state.
 *
 * @throws DeclarationError if an earlier version wrote the state, which has only the text of the rules. We do not parse that text: the next `up` notes the
 * values.
 */
export function packetRulesOf({
	name,
	desired,
}: {
	readonly name: string;
	readonly desired: { readonly packets?: PacketRules };
}): PacketRules {
	if (desired.packets !== undefined) return desired.packets;
	throw new DeclarationError(`director ${name}`, [
		{
			path: "state",
			message:
				"an earlier version of pulumi-lvs wrote it, and did not note which packets get a mark or another source; run lvsctl up",
		},
	]);
}

/** The rule that gives requests to a port of a real server another source (FULLNAT). Undefined: there is none. */
export function masqueradingOf(
	{ masquerades }: PacketRules,
	{ to, protocol, port }: Endpoint,
): Masquerading | undefined {
	return Object.values(masquerades).find(
		(rule) =>
			rule.to === to &&
			rule.protocol === protocol &&
			(rule.ports.length === 0 || rule.ports.includes(port)),
	);
}

/** The source that a director gives to requests of clients by `fullnat`. Undefined if it forwards none that way. */
export function sourceOf({
	failover,
	ownAddress,
}: {
	readonly failover?: { readonly gateway?: string };
	readonly ownAddress?: string;
}): string | undefined {
	return failover?.gateway ?? ownAddress;
}

/** The ports of each protocol that get a mark, and the address to which they belong. */
export function markedWith({ marks }: PacketRules, mark: number): Marking[] {
	return Object.values(marks).filter((each) => each.mark === mark);
}

interface Endpoint {
	readonly to: string;
	readonly protocol: string;
	readonly port: number;
}

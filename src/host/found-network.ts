import type { SocketAddress } from "./socket-address.ts";

export interface FoundLinks {
	/** Devices with a route that says the VIP is on their link. */
	readonly ofVip: readonly string[];
	/** Devices with a cable, or made of such devices (bond, vlan), on which neighbours may ask by ARP. */
	readonly wired: readonly string[];
	/** Devices of the default routes, by which answers go to clients of other networks. */
	readonly defaultRoutes: readonly string[];
	/** Device -> its MTU in bytes. */
	readonly mtu: Readonly<Record<string, number>>;
	/** Routes to clients that lead through a director which drops the answers. */
	readonly closedWays: readonly ClosedWay[];
}

/** A route of a real server through a director that drops what has the VIP as its source. */
export interface ClosedWay {
	/** `default`, or a network: `10.9.0.0/16`. */
	readonly to: string;
	/** An address of the director. */
	readonly gateway: string;
	/** The rule of `ip rule` that chose the route, `100: from 172.18.0.70 lookup 100`, and its table. Default: it is one of the main table. */
	readonly by?: { readonly rule: string; readonly table: string };
}

export interface FoundMarks {
	/** Firewall mark -> who else sets or uses it. */
	readonly used: Readonly<Record<string, MarkUser>>;
	/** Programs that listen on one address or all addresses of the host. */
	readonly listeners: readonly Listener[];
}

export type MarkUser =
	| {
			readonly kind: "table";
			/** The family in nftables: `ip`, `inet`. */
			readonly family: string;
			readonly name: string;
	  }
	/** In words: `iptables, mangle PREROUTING`, `ip rule 100:`. */
	| { readonly kind: "other"; readonly words: string };

export interface Listener {
	readonly protocol: string;
	readonly address: SocketAddress;
	readonly port: number;
}

/** A rule of `ip rule` that is asked before ours: `from 10.88.0.67 lookup 100`. */
export interface EarlierRule {
	readonly priority: number;
	readonly rule: string;
}

/** Packets that `ip rule` sends to the routing table of another cluster, and the gateway through which they go there. */
export interface OtherAnswer {
	/** `from 10.88.0.11 ipproto tcp sport 80` */
	readonly selector: string;
	readonly table: string;
	readonly gateway: string;
}

import type { DrainEnd } from "../host/drain-ends.ts";
import type { Health } from "../host/found-director.ts";
import type { SocketAddress } from "../host/socket-address.ts";
import type { Table } from "../ipvs/rule.ts";
import type { Packet } from "./packet.ts";
import type { RoutingRule } from "./routing-rule.ts";

/** What one host could show, after the probes. */
export interface Evidence {
	/** The host's name in the declaration; `client` for the client machine. */
	readonly name: string;
	/** The packets of the probes on their way through it. Undefined: it could not trace them. */
	readonly packets: readonly Packet[] | undefined;
	/** The kernel's reason -> how many packets of IPv4 it dropped for it, whoever sent them. Undefined: it cannot say. */
	readonly drops: Readonly<Record<string, number>> | undefined;
	/** What the host could not show, and why. */
	readonly blind: readonly string[];
	readonly links: readonly HostLink[];
	readonly control: readonly Control[];
	readonly frames: readonly FrameFilter[];
	readonly addresses: readonly HostAddress[];
	/** Address -> the machine that has it on a link. */
	readonly neighbours: Readonly<Record<string, Neighbour>>;
	/** Name of a question -> the route. */
	readonly routes: Readonly<Record<string, Route>>;
	/** Which routing table is used for which packets, in the order in which the rules are asked. */
	readonly rules: readonly RoutingRule[];
	/** Path beneath /proc/sys/net, `ipv4/ip_forward` -> value. */
	readonly sysctls: Readonly<Record<string, string>>;
	readonly sockets: readonly Socket[];
	/** UDP port -> the tunnel that the kernel unwraps there. */
	readonly receivers: Readonly<Record<string, string>>;
	/** The table of IPVS. Undefined: the kernel has none, as the module is not loaded. */
	readonly ipvs: Table | undefined;
	/** Entries of the client's in the table of connections. */
	readonly connections: readonly Connection[];
	/** Address of a real server -> when its drain by an operator ends. */
	readonly drained: Readonly<Record<string, DrainEnd>>;
	/** Place that the director checks -> its last result. */
	readonly health: Readonly<Record<string, Health>>;
	/** Counter of the kernel, `TcpExtListenDrops` -> how much it grew. */
	readonly grown: Readonly<Record<string, number>>;
	/** Rules of iptables-legacy that counted packets meanwhile: `filter [2:120] -A INPUT -p tcp --dport 80 -j DROP`. */
	readonly legacy: readonly string[];
}

export interface HostLink {
	readonly device: string;
	readonly mac: string;
	readonly mtu: number;
	/** Whether it is set up, and whether a carrier is there. */
	readonly up: boolean;
	readonly carrier: boolean;
	/** It neither asks nor answers ARP: `ip link set eth1 arp off`. Tunnels and lo need none, and have no hardware address. */
	readonly noArp: boolean;
	/** A program of XDP sees packets before everything else. */
	readonly xdp: boolean;
	/** Whether packets are unwrapped there, or come in by its ports: `ipip`, `gre`, `bridge`. */
	readonly kind: string;
	/** The bond or bridge to which the device belongs as a port. */
	readonly master?: string;
	/** The device whose packets it takes, as a VLAN does. */
	readonly lower?: string;
}

/** Traffic control on a link that may drop packets. */
export interface Control {
	readonly device: string;
	/** Filters where packets come in and leave, or netem, which loses packets on purpose. */
	readonly kind: "filter" | "netem";
}

/** What drops frames before they are packets of IPv4, where nothing is traced. */
export interface FrameFilter {
	readonly family: "arp" | "bridge";
	/** In words: `table arp f, chain in, rule "arp daddr ip 10.77.0.70 drop"`. */
	readonly place: string;
}

export interface HostAddress {
	readonly device: string;
	readonly address: string;
	readonly prefix: number;
}

export interface Neighbour {
	readonly device: string;
	/** Undefined: no machine answered. */
	readonly mac?: string;
	/** `REACHABLE`, `STALE`, `FAILED`, `INCOMPLETE`, … */
	readonly state: string;
}

export interface Route {
	/** Undefined where there is no route. */
	readonly device?: string;
	readonly gateway?: string;
	readonly source?: string;
	/** The routing table that has it. Default: the main one. */
	readonly table?: string;
	/** The destination is the host itself. */
	readonly local: boolean;
	/** Learned from an ICMP redirect. */
	readonly redirected: boolean;
	/** The message of ip, if there is no route. */
	readonly error?: string;
}

export interface Socket {
	readonly protocol: "tcp" | "udp";
	readonly family: 4 | 6;
	readonly address: SocketAddress;
	readonly port: number;
	/** Connections that wait to be accepted; bytes that wait to be read. */
	readonly waiting: number;
}

/** An entry of the director's table of connections. */
export interface Connection {
	readonly protocol: string;
	readonly client: string;
	/** 0 in a template of persistence. */
	readonly clientPort: number;
	readonly server: string;
	readonly serverPort: number;
	readonly virtual: string;
	readonly virtualPort: number;
	readonly state: string;
	/** Seconds until it ends. */
	readonly seconds: number;
}

import type { Forwarding } from "../ipvs/forwarding.ts";
import type { HostConnection } from "./host.ts";
import type { ServiceDeclaration } from "./service-declaration.ts";
import type { TunnelType } from "./tunnel.ts";

/** What a user writes to have a cluster. Everything left out has the default named here. */
export interface ClusterDeclaration {
	/**
	 * The virtual address that clients connect to, IPv4 without a prefix. The director gets it as /32, and the real servers
	 * where a service is forwarded by `"dr"` or `"tun"`.
	 * Changing it adds the new address and removes the old one: clients of the old one lose their connections.
	 * @example "172.18.0.70"
	 */
	readonly vip: string;
	/**
	 * How a director hands packets on, unless a service says otherwise.
	 * - `"nat"`: the destination is rewritten, the port too where `realServerPort` says so. Answers must come back through the
	 *   director: each real server gets a route for just them. They share a link with the director.
	 * - `"dr"`: direct routing, by rewriting the destination MAC address. Real servers answer clients themselves. They share a
	 *   link with the director, and ports cannot change.
	 * - `"tun"`: as `"dr"`, through a tunnel (see `tunnel`): real servers may be in any network that can answer the clients.
	 * - `"fullnat"`: as `"nat"`, and the source becomes the director's address: real servers may be anywhere and need no route,
	 *   and see the director in place of the client.
	 */
	readonly forwarding: Forwarding;
	/** How packets travel where the forwarding is `"tun"`. Default: `{ type: "ipip" }`. */
	readonly tunnel?: TunnelDeclaration;
	/** The directors by name: exactly one for now. Names are a-z, 0-9 and "-", at most 31 characters; renaming replaces the director. */
	readonly directors: Readonly<Record<string, DirectorDeclaration>>;
	/** The real servers by name: at least one. Names as for directors; renaming replaces the real server. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/** The services by name: at least one, each with a port or mark of its own. Renaming one changes nothing on the hosts. */
	readonly services: Readonly<Record<string, ServiceDeclaration>>;
	/** Settings of IPVS in the director's kernel. They hold for all that IPVS does there, also for services of others. */
	readonly ipvs?: IpvsDeclaration;
	/**
	 * How long a real server that is removed, or one of a service that is removed, may finish its open connections, in
	 * seconds from 0 to 86400; meanwhile it gets no new ones. What is open then is cut (see `ipvs.expireNodestConn`). Default 30.
	 */
	readonly drainSeconds?: number;
	/**
	 * Install a web server on each real server, and a page at / that names the real server, on port 80 or on the ports named
	 * here. Never replaces a page that is not ours. Default true.
	 * @example { ports: [80, 8080] }
	 */
	readonly page?: boolean | PageDeclaration;
}

/** Where the page that names a real server is served. */
export interface PageDeclaration {
	/** TCP ports of the real server, each 1 to 65535. */
	readonly ports: readonly number[];
}

/** A machine whose kernel spreads the connections. */
export interface DirectorDeclaration {
	/** How the machine is reached. Its change to another machine replaces the director. */
	readonly host: HostConnection;
	/**
	 * IPv4 address towards the real servers, with the prefix of its link. Without one: /24.
	 * @example "172.18.0.66/24"
	 */
	readonly address: string;
	/**
	 * Network interface towards the clients, which gets the VIP. Default: the one that has `address`.
	 * @example "eth1"
	 */
	readonly interface?: string;
}

/** A machine that answers the clients. */
export interface RealServerDeclaration {
	/**
	 * How the machine is reached. Its change to another machine replaces the real server. Only a real server of `"nat"` and
	 * `"fullnat"` may be without: nothing is then set up on it, and with `"nat"` its answers must find the director by themselves.
	 */
	readonly host?: HostConnection;
	/**
	 * IPv4 address that the director reaches it by, without a prefix; with `"dr"` and `"nat"` on the director's link. Changing it
	 * adds the new one to the director's table and drops the old one.
	 * @example "172.18.0.67"
	 */
	readonly address: string;
	/**
	 * Share of the connections, a whole number 0 to 65535; 0 is drained: no new connections, those that are open go on.
	 * Default 1. Changing it touches the director alone and drops no connection.
	 * @example 3
	 */
	readonly weight?: number;
	/**
	 * Network interface that has `address`. Default: found on the host.
	 * @example "eth1"
	 */
	readonly interface?: string;
}

/** What packets are wrapped in on their way to the real servers. */
export interface TunnelDeclaration {
	/** `"ipip"`: IP in IP. `"gue"`: in UDP. `"gre"`. Default "ipip". */
	readonly type?: TunnelType;
	/** UDP port of `"gue"`. Default 5555. */
	readonly port?: number;
}

/** Settings of a director's kernel. What is left out stays as it is. */
export interface IpvsDeclaration {
	/** Seconds without a packet after which a connection is forgotten, 1 to 2678400. */
	readonly timeouts?: {
		/** An open TCP connection; the kernel's default is 900. */
		readonly tcp?: number;
		/** A TCP connection of which a FIN was seen; the kernel's default is 120. */
		readonly tcpFin?: number;
		/** A UDP client; the kernel's default is 300. */
		readonly udp?: number;
	};
	/** Whether connections to a removed real server are reset (true) or wait for it in silence. The kernel's default is false. */
	readonly expireNodestConn?: boolean;
	/** Whether a drained real server loses its persistent clients (true) or keeps getting their new connections. The kernel's default is false. */
	readonly expireQuiescentTemplate?: boolean;
	/** What a new connection from a port that was used a moment ago gets, 0 to 3 (kernel, ipvs-sysctl). The kernel's default is 1. */
	readonly connReuseMode?: number;
	/** Whether TCP connections that IPVS has not seen the beginning of are scheduled. The kernel's default is false. */
	readonly sloppyTcp?: boolean;
}

import type { Forwarding } from "../ipvs/forwarding.ts";
import type { FailoverDeclaration } from "./failover-declaration.ts";
import type { HostConnection } from "./host.ts";
import type { FilterDeclaration } from "./open-filters.ts";
import type { ServiceDeclaration } from "./service-declaration.ts";
import type { TunnelType } from "./tunnel.ts";

/** What a user writes to have a cluster. An option that is left out has the default named here. */
export interface ClusterDeclaration extends FilterDeclaration {
	/**
	 * The virtual address that clients connect to, IPv4 without a prefix. The director gets it as /32. The real servers get it
	 * too where a service is forwarded by `"dr"` or `"tun"`.
	 * Changing it adds the new address and removes the old one: clients of the old one lose their connections.
	 * @example "172.18.0.70"
	 */
	readonly vip: string;
	/**
	 * How a director hands packets on, unless a service says otherwise.
	 * - `"nat"`: the director rewrites the destination address, and the port where `realServerPort` says so. Answers must come
	 *   back through the director, so each real server gets a route for these answers alone. Both must be on one link.
	 * - `"dr"`: direct routing: the director rewrites the destination MAC address. Real servers answer clients themselves. They
	 *   must be on one link with the director, and the port cannot change.
	 * - `"tun"`: as `"dr"`, but through a tunnel (see `tunnel`): a real server may be in any network from which it can answer clients.
	 * - `"fullnat"`: as `"nat"`, and the director also replaces the source address by its own. Real servers may be anywhere and
	 *   need no route, but they see the director's address in place of the client's.
	 */
	readonly forwarding: Forwarding;
	/** How packets travel where the forwarding is `"tun"`. Default: `{ type: "ipip" }`. */
	readonly tunnel?: TunnelDeclaration;
	/**
	 * The directors by name: one, or up to 16 on one link, of which one has the VIP at a time (see `failover`). Names are a-z, 0-9 and
	 * "-", at most 31 characters; renaming replaces the director. With `"dr"` a director may be a real server too: write it in
	 * `realServers` as well, with the same `host` and `address`.
	 */
	readonly directors: Readonly<Record<string, DirectorDeclaration>>;
	/** How several directors agree on the one that has the VIP. Default: see each option. */
	readonly failover?: FailoverDeclaration;
	/** The real servers by name: at least one. Names as for directors; renaming replaces the real server. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/** The services by name: at least one, each with a port or mark of its own. Renaming one changes nothing on the hosts. */
	readonly services: Readonly<Record<string, ServiceDeclaration>>;
	/** Settings of IPVS in the director's kernel. They hold for all services in that kernel, also for those that are not ours. */
	readonly ipvs?: IpvsDeclaration;
	/**
	 * How long a real server may finish its open connections when it, or its service, is removed: seconds from 0 to 86400.
	 * Meanwhile it gets no new connections. Connections still open after that are cut (see `ipvs.expireNodestConn`). Default 30.
	 */
	readonly drainSeconds?: number;
	/**
	 * Install a web server on each real server, with a page at / that names the real server, on port 80 or on the ports named
	 * here. A page that is not ours is never replaced. Default false: no web server is installed.
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
	/** How the machine is reached. Naming another machine replaces the director. */
	readonly host: HostConnection;
	/**
	 * The director's own IPv4 address on the link to the real servers, with the prefix of that link. A missing prefix means /24.
	 * @example "172.18.0.66/24"
	 */
	readonly address: string;
	/**
	 * Network interface to the clients, which gets the VIP. Default: the interface that has `address`.
	 * @example "eth1"
	 */
	readonly interface?: string;
	/**
	 * Network interface of a separate link by which several directors tell each other of connections. Either all of them have one, or none.
	 * Default: the interface that has `address`.
	 * @example "eth2"
	 */
	readonly syncInterface?: string;
}

/** A machine that answers the clients. */
export interface RealServerDeclaration {
	/**
	 * How the machine is reached. Naming another machine replaces the real server. It may be left out where all forwarding is
	 * `"nat"` or `"fullnat"`: then nothing is set up on the machine, and with `"nat"` you must route its answers to the director.
	 */
	readonly host?: HostConnection;
	/**
	 * IPv4 address under which the director reaches the real server, without a prefix. With `"dr"` and `"nat"` it must be on the
	 * director's link. Changing it adds the new address to the director's table and drops the old one.
	 * @example "172.18.0.67"
	 */
	readonly address: string;
	/**
	 * Share of the connections, a whole number 0 to 65535. 0 means drained: no new connections, while open ones go on.
	 * Default 1. Changing it touches the director alone and drops no connection.
	 * @example 3
	 */
	readonly weight?: number;
	/**
	 * Network interface that has `address`. Default: looked up on the host.
	 * @example "eth1"
	 */
	readonly interface?: string;
}

/** How packets are wrapped on their way to the real servers. */
export interface TunnelDeclaration {
	/** `"ipip"`: IP in IP. `"gue"`: IP in UDP. `"gre"`: IP in GRE. Default "ipip". */
	readonly type?: TunnelType;
	/** UDP port of `"gue"`. Default 5555. */
	readonly port?: number;
}

/**
 * Settings of a director's kernel, which has one value of each: clusters with the same director declare the same values. A setting that is left out stays as it
 * is.
 */
export interface IpvsDeclaration {
	/** Seconds without a packet after which the kernel forgets a connection, 1 to 2678400. */
	readonly timeouts?: {
		/** An open TCP connection; the kernel's default is 900. */
		readonly tcp?: number;
		/** A TCP connection that a FIN was seen on; the kernel's default is 120. */
		readonly tcpFin?: number;
		/** A UDP flow of one client; the kernel's default is 300. */
		readonly udp?: number;
	};
	/** Whether connections to a removed real server are reset (true) or their packets silently dropped. The kernel's default is false. */
	readonly expireNodestConn?: boolean;
	/** Whether a drained real server loses its persistent clients (true) or still gets their new connections. The kernel's default is false. */
	readonly expireQuiescentTemplate?: boolean;
	/** How a new connection is scheduled when its client port was in use a moment ago, 0 to 3 (kernel, ipvs-sysctl). The kernel's default is 1. */
	readonly connReuseMode?: number;
	/** Whether IPVS schedules a TCP connection whose first packets it has not seen. The kernel's default is false. */
	readonly sloppyTcp?: boolean;
}

import type { HostConnection } from "./host.ts";
import type { Scheduler } from "./schedulers.ts";

/** What a user writes to have a cluster. Everything left out has the default named here. */
export interface ClusterDeclaration {
	/**
	 * The virtual address that clients connect to, IPv4 without a prefix. Every host of the cluster gets it as /32.
	 * Changing it adds the new address and removes the old one: clients of the old one lose their connections.
	 * @example "172.18.0.70"
	 */
	readonly vip: string;
	/**
	 * How a director hands packets on. `"dr"`: direct routing, by rewriting the destination MAC address; real servers
	 * answer clients themselves, so director and real servers must share a link and ports cannot change.
	 */
	readonly forwarding: "dr";
	/** The directors by name: exactly one for now. Names are a-z, 0-9 and "-", at most 31 characters; renaming replaces the director. */
	readonly directors: Readonly<Record<string, DirectorDeclaration>>;
	/** The real servers by name: at least one. Names as for directors; renaming replaces the real server. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/** The services by name: at least one, each with a port of its own. Renaming one changes nothing on the hosts. */
	readonly services: Readonly<Record<string, ServiceDeclaration>>;
	/**
	 * Install a web server on each real server, and a page at / that names the real server. Never replaces a page that
	 * is not ours. Default true.
	 */
	readonly page?: boolean;
}

/** A machine whose kernel spreads the connections. */
export interface DirectorDeclaration {
	/** How the machine is reached. Its change to another machine replaces the director. */
	readonly host: HostConnection;
	/**
	 * IPv4 address on the link of the real servers, with the link's prefix. Without one: /24.
	 * @example "172.18.0.66/24"
	 */
	readonly address: string;
	/**
	 * Network interface that gets the VIP. Default: the one that has `address`.
	 * @example "eth1"
	 */
	readonly interface?: string;
}

/** A machine that answers the clients. */
export interface RealServerDeclaration {
	/** How the machine is reached. Its change to another machine replaces the real server. */
	readonly host: HostConnection;
	/**
	 * IPv4 address on the director's link, without a prefix. Changing it adds the new one to the director's table and drops the old one.
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

/** A port of the VIP whose connections are spread. */
export interface ServiceDeclaration {
	/**
	 * TCP port, 1 to 65535. Changing it adds the new service and removes the old one.
	 * @example 80
	 */
	readonly tcp: number;
	/** Rule by which a real server is chosen. Default "wlc". Changing it drops no connection. */
	readonly scheduler?: Scheduler;
	/** Port on the real servers. Default: that of the service, and with `"dr"` it can only be that. */
	readonly realServerPort?: number;
	/** Where this service differs from what `realServers` of the cluster says, by name of the real server. */
	readonly realServers?: Readonly<Record<string, ServiceRealServerDeclaration>>;
}

/** What one service wants different of a real server. */
export interface ServiceRealServerDeclaration {
	/**
	 * Weight for this service alone, 0 to 65535. Default: the weight of the real server.
	 * @example 5
	 */
	readonly weight?: number;
}

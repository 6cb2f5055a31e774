import type { Forwarding } from "../ipvs/forwarding.ts";
import type { CheckDeclaration, WhenAllFail } from "./check-declaration.ts";
import type { SchedulerFlag } from "./scheduler-flags.ts";
import type { Scheduler } from "./schedulers.ts";

/** Which traffic of the VIP is spread: a TCP port, a UDP port, all TCP ports, or several ports joined by a firewall mark. */
export type ServiceDeclaration = ServiceSettings &
	(TcpServiceDeclaration | UdpServiceDeclaration | MarkedServiceDeclaration);

/** A TCP port, or `"all"` TCP ports. `"all"` needs `persistence` (PCC, persistent client connections). */
export interface TcpServiceDeclaration {
	/**
	 * TCP port, 1 to 65535, or `"all"`. Changing it adds the new service and removes the old one.
	 * @example 80
	 */
	readonly tcp: number | "all";
	readonly udp?: never;
	readonly fwmark?: never;
}

/** A UDP port. */
export interface UdpServiceDeclaration {
	/**
	 * UDP port, 1 to 65535. With `"dr"` and `"tun"` the program must listen on the VIP, else it answers from another address.
	 * @example 53
	 */
	readonly udp: number;
	readonly tcp?: never;
	readonly fwmark?: never;
}

/** Several ports joined into one service by a firewall mark, which the director sets on their packets. */
export interface MarkedServiceDeclaration {
	/**
	 * The mark, 1 to 2147483647. Nothing else on the director may use it.
	 * @example 7
	 */
	readonly fwmark: number;
	/** TCP ports of the VIP whose packets get the mark. */
	readonly tcp?: readonly number[];
	/** UDP ports of the VIP whose packets get the mark. */
	readonly udp?: readonly number[];
}

/** How the connections of a service are spread. */
export interface ServiceSettings {
	/** The rule by which the kernel chooses a real server. Default "wlc". Changing it drops no connection. */
	readonly scheduler?: Scheduler;
	/**
	 * Options of the schedulers `sh` and `mh`. `"sh-fallback"`, `"mh-fallback"`: clients of a drained real server go to another
	 * real server instead of being refused. `"sh-port"`, `"mh-port"`: the client's port counts too. Default none.
	 */
	readonly flags?: readonly SchedulerFlag[];
	/** Keep a client with one real server. Default: none, each connection is scheduled by itself. */
	readonly persistence?: PersistenceDeclaration;
	/** Schedule each datagram by itself, without a connection entry. Only for UDP by `"dr"` or `"tun"`. Default false. */
	readonly onePacket?: boolean;
	/** How packets of this service are handed on. Default: `forwarding` of the cluster. */
	readonly forwarding?: Forwarding;
	/**
	 * Port on the real servers, with `"nat"` and `"fullnat"`. Default: the port that the client asked for. With `"dr"` and `"tun"` no
	 * port can be changed; a service by a mark may name one of its ports, which then stands in the table and changes no packet.
	 */
	readonly realServerPort?: number;
	/**
	 * How the director finds out whether a real server serves. The components behind the cluster give the check that fits them: `sites.check("main")`,
	 * `blog.check()`, `database.check()`. Default: there is no check.
	 * @example { http: "/health" }
	 */
	readonly check?: CheckDeclaration;
	/**
	 * The server that serves only while fewer real servers than `quorum` pass the check, and says sorry: a declared real server by its name, set up as any other,
	 * or a page that the director serves itself, by plain HTTP. It is checked as well. Default: clients are then refused.
	 * @example "maintenance"
	 */
	readonly sorry?: string | SorryPageDeclaration;
	/**
	 * How many real servers must pass; with fewer, `sorry` gets all new connections. An object also sets from how many on the real servers get them back, so that
	 * one unstable real server does not move the clients back and forth. Default 1.
	 * @example { below: 2, backFrom: 3 }
	 */
	readonly quorum?: number | QuorumDeclaration;
	/**
	 * What happens to clients while every real server fails the check. `"refuse"`: they are refused at once. `"keepAll"`: the real servers stay in, as it is more
	 * likely that the check is wrong than that all have failed. Default "refuse".
	 */
	readonly whenAllFail?: WhenAllFail;
	/** Where this service differs from `realServers` of the cluster, by the name of the real server. */
	readonly realServers?: Readonly<Record<string, ServiceRealServerDeclaration>>;
}

/** A page that the director serves itself, as the answer to any request, with status 503. */
export interface SorryPageDeclaration {
	/**
	 * Its text in HTML, at most 64 KB. Of a file: `readFileSync("sorry.html", "utf8")`.
	 * @example "<h1>We are back soon.</h1>"
	 */
	readonly page: string;
}

/** When the sorry server takes over, and when it hands back. */
export interface QuorumDeclaration {
	/** With fewer real servers that pass than this, the sorry server gets all new connections. */
	readonly below: number;
	/** When this many pass, the real servers get the connections back. Default: `below`. */
	readonly backFrom?: number;
}

/** How one service treats a real server differently. */
export interface ServiceRealServerDeclaration {
	/** Whether the real server serves this service. Default true. */
	readonly serves?: boolean;
	/**
	 * Weight for this service alone, 0 to 65535. Default: the weight of the real server.
	 * @example 5
	 */
	readonly weight?: number;
	/**
	 * From this number of connections on the real server gets no new ones, until it has fewer than `lower`. Closed connections of TCP
	 * count for about two more minutes, so at 100 a second write more than 12,000. Default: no limit.
	 */
	readonly upper?: number;
	/** See `upper`. Default: three quarters of it. */
	readonly lower?: number;
	/**
	 * How this real server is checked, if that differs. Write the whole check: nothing is taken from the check of the service, which must be there too. Default:
	 * the check of the service.
	 * @example { http: "/ready" }
	 */
	readonly check?: CheckDeclaration;
}

/** Keeps a client with the real server that its first connection got. */
export interface PersistenceDeclaration {
	/**
	 * How long the client is kept: seconds, 1 to 2678400, starting again with each new connection. While the client has
	 * connections that are open, or were closed less than two minutes ago, the kernel prolongs it by 60 s at a time.
	 * @example 360
	 */
	readonly seconds: number;
	/**
	 * Clients whose addresses are equal under this mask count as one. Default "255.255.255.255".
	 * @example "255.255.255.0"
	 */
	readonly mask?: string;
}

import type { Forwarding } from "../ipvs/forwarding.ts";
import type { Ipv4 } from "./address.ts";
import type { HostConnection } from "./host.ts";
import type { SchedulerFlag } from "./scheduler-flags.ts";
import type { Scheduler } from "./schedulers.ts";
import type { TunnelType } from "./tunnel.ts";

/** A cluster as it shall be: checked, every default decided, lists in the order declared, frozen to the last leaf. */
export interface Cluster {
	readonly name: string;
	readonly vip: Ipv4;
	readonly tunnel: Tunnel;
	/** How long a real server that is removed may finish its connections, 0 to 86400. */
	readonly drainSeconds: number;
	/** Ports on which a web server has a page that names the real server; none: no web server is installed. */
	readonly page: readonly number[];
	/** One, for now. */
	readonly directors: readonly Director[];
	/** At least one. */
	readonly realServers: readonly RealServer[];
	/** At least one. */
	readonly services: readonly Service[];
	/** Sysctl below `net.ipv4.vs.` -> value, for those that were declared. */
	readonly ipvsSysctls: Readonly<Record<string, string>>;
	/** Seconds as `ipvsadm --set` takes them; 0: as it is. */
	readonly timeouts: Timeouts;
}

export interface Timeouts {
	readonly tcp: number;
	readonly tcpFin: number;
	readonly udp: number;
}

export interface Tunnel {
	readonly type: TunnelType;
	/** UDP port of gue; undefined for the others. */
	readonly port: number | undefined;
}

export interface Director {
	readonly name: string;
	/** `port`, `user` and `sudo` are decided; of `hostKey` only type and key are left. The same for jumps. */
	readonly host: HostConnection;
	/** Towards the real servers. */
	readonly address: Ipv4;
	/** Size of the link that `address` is on, 8 to 30. */
	readonly prefixLength: number;
	/** Towards the clients. Undefined: the one that has `address`, found on the host. */
	readonly interface: string | undefined;
}

export interface RealServer {
	readonly name: string;
	/** As for a director. Undefined: somebody else takes care of the machine. */
	readonly host: HostConnection | undefined;
	readonly address: Ipv4;
	/** Undefined: the one that has `address`, found on the host. */
	readonly interface: string | undefined;
}

export interface Service {
	readonly name: string;
	readonly match: PortMatch | MarkMatch;
	readonly forwarding: Forwarding;
	readonly scheduler: Scheduler;
	/** In the order in which ipvsadm prints them. */
	readonly flags: readonly SchedulerFlag[];
	readonly persistence: Persistence | undefined;
	/** Each datagram by itself. */
	readonly onePacket: boolean;
	/** Those of the cluster that serve it, in its order. At least one. */
	readonly servers: readonly ServiceServer[];
}

/** A port of the VIP. */
export interface PortMatch {
	readonly protocol: "tcp" | "udp";
	/** 1 to 65535; 0: all of them. */
	readonly port: number;
}

/** Packets with a firewall mark, and the ports of the VIP that get it. At least one. */
export interface MarkMatch {
	readonly protocol: "fwmark";
	readonly mark: number;
	readonly tcp: readonly number[];
	readonly udp: readonly number[];
}

export interface Persistence {
	readonly seconds: number;
	readonly mask: Ipv4;
}

/** A real server as one service sees it. */
export interface ServiceServer {
	readonly name: string;
	readonly address: Ipv4;
	/** 0: the port that the client asked for. */
	readonly port: number;
	/** 0 to 65535; 0 is drained. */
	readonly weight: number;
	/** Connections, closed ones of the last minutes included; 0: no limit. */
	readonly upper: number;
	readonly lower: number;
}

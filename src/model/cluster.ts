import type { Forwarding } from "../ipvs/forwarding.ts";
import type { Ipv4 } from "./address.ts";
import type { AlsoPage } from "./also-leaf.ts";
import type { DnsRecordType, WhenAllFail } from "./check-declaration.ts";
import type { HostConnection } from "./host.ts";
import type { SchedulerFlag } from "./scheduler-flags.ts";
import type { Scheduler } from "./schedulers.ts";
import type { WhoIsSorry } from "./sorry-leaf.ts";
import type { Talk } from "./talk-leaf.ts";
import type { TunnelType } from "./tunnel.ts";
import type { Verify } from "./verify-leaf.ts";

/** A cluster as it should be: checked, with every default filled in, its lists in the order declared, and deeply frozen. */
export interface Cluster {
	readonly name: string;
	readonly vip: Ipv4;
	readonly tunnel: Tunnel;
	/** How long a real server that is removed may finish its connections, 0 to 86400. */
	readonly drainSeconds: number;
	/** Ports on which a web server serves a page that names the real server. Empty: no web server is installed. */
	readonly page: readonly number[];
	/** Whether `up` opens filters of its hosts that stop needed packets. */
	readonly openFilters: boolean;
	/** At least one, all on one link. The first one is the first to have the VIP. */
	readonly directors: readonly Director[];
	/** Undefined: there is one director. */
	readonly failover: Failover | undefined;
	/** At least one. */
	readonly realServers: readonly RealServer[];
	/** At least one. */
	readonly services: readonly Service[];
	/** Name of a sysctl below `net.ipv4.vs.` -> value. Only those that were declared. */
	readonly ipvsSysctls: Readonly<Record<string, string>>;
	/** Seconds. Undefined: a timeout stays as it is. */
	readonly timeouts: Timeouts;
}

/** How several directors agree on the one that has the VIP. */
export interface Failover {
	/** Seconds between two adverts, in hundredths. */
	readonly advertSeconds: number;
	/** 1 to 255. */
	readonly routerId: number;
	/** Undefined: the director that has the VIP keeps it. */
	readonly preemptSeconds: number | undefined;
	/** A program on each director that is called at a change. Undefined: there is none. */
	readonly tell: string | undefined;
	/** A check that decides whether a director can have the VIP, besides the state of the director and its links. */
	readonly check: FailoverCheck | undefined;
	/** The address to which real servers send answers by NAT and FULLNAT. Undefined: no service uses NAT, and answers by FULLNAT go to the director that asked. */
	readonly gateway: Ipv4 | undefined;
	/** Other addresses that move with the VIP. */
	readonly addresses: readonly Ipv4[];
}

export interface FailoverCheck {
	/** The program and its arguments. */
	readonly command: readonly string[];
	readonly runAs: string;
	readonly everySeconds: number;
	readonly timeoutSeconds: number;
	readonly failures: number;
}

export interface Timeouts {
	readonly tcp: number | undefined;
	readonly tcpFin: number | undefined;
	readonly udp: number | undefined;
}

export interface Tunnel {
	readonly type: TunnelType;
	/** UDP port of gue; undefined for the other types. */
	readonly port: number | undefined;
}

export interface Director {
	readonly name: string;
	/** `port`, `user` and `sudo` have their defaults; `hostKey` has no comment. The same holds for its jumps. */
	readonly host: HostConnection;
	/** The director's own address on the link to the real servers. */
	readonly address: Ipv4;
	/** Size of the link that `address` is on, 8 to 30. */
	readonly prefixLength: number;
	/** The interface to the clients. Undefined: the interface that has `address`, found on the host. */
	readonly interface: string | undefined;
	/** The interface by which it tells the other directors of connections. Undefined: the interface that has `address`. */
	readonly syncInterface: string | undefined;
}

export interface RealServer {
	readonly name: string;
	/** As for a director. Undefined: we do not set up this machine. */
	readonly host: HostConnection | undefined;
	readonly address: Ipv4;
	/** Undefined: the interface that has `address`, found on the host. */
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
	/** Each datagram is scheduled separately. */
	readonly onePacket: boolean;
	/** Undefined: its real servers are not checked. */
	readonly check: Check | undefined;
	/** Undefined: if all real servers fail, clients are refused. */
	readonly sorry: Sorry | undefined;
	/** What happens to clients while every real server fails the check, and no sorry server serves. */
	readonly whenAllFail: WhenAllFail;
	/** The cluster's real servers that serve this service, the sorry server too, in the cluster's order. At least one. */
	readonly servers: readonly ServiceServer[];
}

/** The server that serves while too few real servers pass their check. */
export interface Sorry {
	/** One of the service's servers, whose weight there is 0; or a page that the director serves itself. */
	readonly who: WhoIsSorry;
	/** It serves while fewer than `below` pass, and hands back when `backFrom` pass; both are at least 1. */
	readonly below: number;
	readonly backFrom: number;
}

/** How the director finds out whether a real server serves. */
export interface Check {
	readonly asks:
		| {
				readonly kind: "tcp";
				/** Undefined: a connection is enough. */
				readonly talk: Talk | undefined;
		  }
		| {
				readonly kind: "http" | "https";
				/** Undefined: a certificate is not looked at. */
				readonly verify: Verify | undefined;
				readonly path: string;
				readonly hostName: string | undefined;
				/** At least one. */
				readonly status: readonly number[];
				readonly text: string | undefined;
				/** MD5 of the page, in hex. */
				readonly digest: string | undefined;
				/** Pages that must be good too. Undefined: none. */
				readonly also: readonly AlsoPage[] | undefined;
		  }
		| {
				readonly kind: "udp";
				/** At least one byte each. */
				readonly send: readonly number[];
				readonly expect: readonly number[];
		  }
		| {
				readonly kind: "dns";
				readonly name: string;
				readonly recordType: DnsRecordType;
		  }
		| {
				readonly kind: "command";
				readonly path: string;
				readonly runAs: string;
		  };
	readonly everySeconds: number;
	readonly timeoutSeconds: number;
	/** At least 1. */
	readonly failures: number;
	/** From a check that failed to the next one. */
	readonly retrySeconds: number;
	/** Seconds in which the weight of a real server that passes again rises; 0: it rises at once. */
	readonly slowStartSeconds: number;
	/** A program that is called when a real server is out, and when it is in again. Undefined: there is none. */
	readonly tell: string | undefined;
	/** Port of the VIP that is asked. */
	readonly port: number;
}

/** A port of the VIP. */
export interface PortMatch {
	readonly protocol: "tcp" | "udp";
	/** 1 to 65535. */
	readonly port: number | "all";
}

/** Packets with a firewall mark, and the ports of the VIP whose packets get it. At least one port. */
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
	/** `as asked`: the port that the client asked for. */
	readonly port: number | "as asked";
	/** 0 to 65535; 0 is drained. */
	readonly weight: number;
	/** Number of connections, including those closed in the last minutes; 0: no limit. */
	readonly upper: number;
	readonly lower: number;
	/** The check of this real server alone. Default: the check of the service. */
	readonly check?: Check;
}

import type { Ipv4 } from "./address.ts";
import type { AnswersBySource } from "./answer-route.ts";
import type { ConnectionSketch } from "./cluster-sketch.ts";
import { machineOf } from "./machine-of.ts";
import type { Path } from "./path.ts";
import type { SiteNames } from "./site-names.ts";

/** A thing that a component has on machines, and that no other component of the same program can have too. */
export type Claim = { readonly path: Path } & (
	| {
			/** The name of a component among those of its kind, on whatever machines they are: records on hosts and resources have no more than it. */
			readonly kind: "name";
			readonly what: string;
			readonly name: string;
	  }
	| {
			readonly kind: "vip";
			readonly vip: Ipv4;
			readonly director: MachineNames;
	  }
	| {
			readonly kind: "port";
			readonly vip: Ipv4;
			readonly director: MachineNames;
			readonly protocol: "tcp" | "udp";
			readonly port: number | "all";
	  }
	| {
			readonly kind: "mark";
			readonly mark: number;
			readonly director: MachineNames;
	  }
	| {
			/** The number of a group of directors. */
			readonly kind: "router";
			readonly routerId: number;
			readonly director: MachineNames;
	  }
	| {
			/** Directors that tell each other of connections, by address. A kernel does so under one number, which follows from all of these directors. */
			readonly kind: "sync";
			readonly directors: readonly Ipv4[];
			readonly director: MachineNames;
	  }
	| {
			/** The link by which a director tells others of connections. Undefined: the link of its `address`. A kernel has only one. */
			readonly kind: "sync link";
			readonly link: string | undefined;
			readonly director: MachineNames;
	  }
	| {
			/** A setting of IPVS, which a kernel has once: `ipvs.timeouts.tcp`. */
			readonly kind: "setting";
			readonly setting: string;
			readonly value: string;
			readonly director: MachineNames;
	  }
	| {
			/** A table of the packet filter: that of a cluster, or the one in which one of several directors keeps what depends on who has the VIP. */
			readonly kind: "packet table" | "guard table";
			readonly table: string;
			readonly name: string;
			readonly machine: MachineNames;
	  }
	| {
			/** An address to which real servers send answers by `"nat"`, or another address that moves with the VIP of its cluster. */
			readonly kind: "gateway";
			readonly gateway: Ipv4;
	  }
	| {
			/** The own address of a machine that a component of the program sets up. No VIP and no gateway may be the same. */
			readonly kind: "address";
			readonly address: Ipv4;
	  }
	| {
			/** The port of a session store or an object cache. On one machine two of them cannot have the same. */
			readonly kind: "store";
			readonly port: number;
			readonly machine: MachineNames;
	  }
	| {
			/** A whole file. Two components may have it, with the same text. */
			readonly kind: "file";
			readonly file: string;
			readonly content: string;
			readonly machine: MachineNames;
	  }
	| {
			/** The routing table of a cluster on a real server whose answers go through the director. */
			readonly kind: "table";
			readonly table: number;
			readonly realServer: string;
			readonly machine: MachineNames;
	  }
	| {
			/** The marks of health checks, and of packets that directors hand over. They follow from the name of the cluster. */
			readonly kind: "own marks";
			readonly cluster: string;
			readonly name: string;
			readonly director: MachineNames;
	  }
	| {
			/** A port of a real server whose answers go through the director, or through the gateway of several directors. */
			readonly kind: "answers";
			readonly packets: AnswersBySource;
			readonly gateway: Ipv4;
			/** All of them: a machine that is a director of both clusters hands on the answers of both. */
			readonly director: MachineNames;
			readonly realServer: string;
			readonly machine: MachineNames;
	  }
	| {
			/** The tables of an application. A second one of its kind would take them for its own. */
			readonly kind: "tables";
			readonly of: "WordPress" | "Discuz!";
			/** `shop at 172.18.0.69:3306` */
			readonly in: string;
	  }
	| {
			/** The page of a cluster, or a site of a website. */
			readonly kind: "page" | "site";
			readonly port: number;
			readonly realServer: string;
			readonly machine: MachineNames;
	  }
	| EngineClaim
	| ServedClaim
);

/** The engine of a machine. Two databases may share it if they want the same settings; a replica needs an engine of its own. */
export interface EngineClaim {
	readonly kind: "engine";
	readonly path: Path;
	readonly isCopy: boolean;
	/** Name in our spelling, `max-connections` -> value. Values that are not known yet are left out. */
	readonly settings: Readonly<Record<string, string>>;
	readonly machine: MachineNames;
}

/** Names for which the web server has a site, of a website or an application, or from which it sends visitors to another URL. */
export interface ServedClaim {
	readonly kind: "served";
	readonly path: Path;
	readonly port: number;
	readonly names: SiteNames;
	readonly tls: boolean;
	/** Whether visitors are only redirected from there to HTTPS. */
	readonly redirects?: boolean;
	readonly realServer: string;
	readonly machine: MachineNames;
}

/** How a machine is known: the connection to it, and its address in the cluster. A name that is not known yet is left out. */
export type MachineNames = readonly string[];

export function machineNames(
	host: ConnectionSketch | undefined,
	address: Ipv4 | undefined,
): MachineNames {
	const machine = host && machineOf(host);
	return [
		...(machine === undefined ? [] : [`connected ${machine}`]),
		...(address === undefined ? [] : [`address ${address}`]),
	];
}

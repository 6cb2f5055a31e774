import { DeclarationError, type Problem } from "../errors.ts";
import type { Ipv4 } from "./address.ts";
import { freezeDeep } from "./freeze.ts";
import type { HostConnection } from "./host.ts";
import { shapeProblems } from "./problems.ts";
import { resolve } from "./resolve.ts";
import { nameProblems, rules } from "./rules.ts";
import type { Scheduler } from "./schedulers.ts";
import { clusterSchema } from "./schema.ts";
import { sketch } from "./sketch.ts";
import { subject } from "./subject.ts";

/** A cluster as it shall be: checked, every default decided, lists in the order declared, frozen to the last leaf. */
export interface Cluster {
	readonly name: string;
	readonly vip: Ipv4;
	readonly forwarding: "dr";
	/** Install a web server and a page that names the real server. */
	readonly page: boolean;
	/** One, for now. */
	readonly directors: readonly Director[];
	/** At least one. */
	readonly realServers: readonly RealServer[];
	/** At least one. */
	readonly services: readonly Service[];
}

export interface Director {
	readonly name: string;
	/** `port`, `user` and `sudo` are decided; of `hostKey` only type and key are left. The same for jumps. */
	readonly host: HostConnection;
	readonly address: Ipv4;
	/** Size of the link that director and real servers share, 8 to 30. */
	readonly prefixLength: number;
	/** Undefined: the one that has `address`, found on the host. */
	readonly interface: string | undefined;
}

export interface RealServer {
	readonly name: string;
	/** As for a director. */
	readonly host: HostConnection;
	readonly address: Ipv4;
	/** Undefined: the one that has `address`, found on the host. */
	readonly interface: string | undefined;
}

export interface Service {
	readonly name: string;
	readonly protocol: "tcp";
	/** On the VIP, 1 to 65535. */
	readonly port: number;
	readonly scheduler: Scheduler;
	/** Every real server of the cluster, in its order. */
	readonly servers: readonly ServiceServer[];
}

/** A real server as one service sees it. */
export interface ServiceServer {
	readonly name: string;
	readonly address: Ipv4;
	/** With direct routing: the port of the service. */
	readonly port: number;
	/** 0 to 65535; 0 is drained. */
	readonly weight: number;
}

/**
 * The single door: what a user declared, checked and resolved. Nothing behind it checks again.
 *
 * @throws DeclarationError with every problem at once. A leaf that is `unknown` is a problem like any other bad value.
 */
export function parseCluster(name: string, declaration: unknown): Cluster {
	const parsed = clusterSchema.safeParse(declaration, { reportInput: true });
	const problems = [
		...nameProblems(name),
		...shapeProblems(clusterSchema, parsed.error),
		...rules(sketch(declaration)),
	];
	if (!parsed.success || problems.length > 0)
		throw new DeclarationError(subject(name), problems);
	return freezeDeep(resolve(name, parsed.data));
}

/**
 * What is wrong with a declaration some of whose leaves are still `unknown`, as in a preview: nothing is said of those,
 * and rules that need them are left for later. Empty: nothing wrong as far as is known.
 */
export function checkCluster(name: string, declaration: unknown): Problem[] {
	const parsed = clusterSchema.safeParse(declaration, { reportInput: true });
	return [
		...nameProblems(name),
		...shapeProblems(clusterSchema, parsed.error, {
			acceptUnknown: true,
		}),
		...rules(sketch(declaration)),
	];
}

import type { Machine } from "../drill/machine.ts";
import type { Cluster } from "../model/cluster.ts";
import type { HostConnection } from "../model/host.ts";
import type { Session } from "../ssh/session.ts";

/** The result of a check. */
export interface CheckResult {
	readonly check: string;
	readonly passed: boolean;
	/** What was done, e.g. `100 separate connections to http://172.18.0.70:80/`. */
	readonly did: string;
	/** What was expected. This text and `saw` have numbers, not adjectives. */
	readonly expected: string;
	readonly saw: string;
	/** Real server -> number of answers. */
	readonly counts: Readonly<Record<string, number>>;
	/** The conclusion, e.g. `session persistence is not needed`. */
	readonly answer?: string;
}

/** How answers name the real server that they come from. */
export interface NamedBy {
	/** Headers that websites declare, besides the usual one. Default: none. */
	readonly headers?: readonly string[];
}

/** The hosts of a cluster, for a check that does something to them. */
export interface Hosts {
	readonly machines: readonly Machine[];
	/** The folder of the lab whose machines they are. Undefined: they are the user's own. */
	readonly lab?: string | undefined;
}

/** One kind of check. It is declared, then resolved against the cluster (pure), then run on the client machine. */
export interface Check<Declared, Resolved> {
	/** Whether the check must run alone, because it counts answers and would count the answers to other checks too. */
	readonly alone: boolean;
	/** @throws DeclarationError where the cluster promises nothing that the check could compare. */
	resolve(
		declared: Declared,
		cluster: Cluster,
		named?: NamedBy,
		hosts?: Hosts,
	): Resolved;
	/** @throws RemoteError if the client machine cannot run the check, which says nothing about the cluster. */
	run(
		resolved: Resolved,
		client: Session,
		/** A second client machine. It is the first one if only one was declared. */
		other: Session,
		/** How the hosts are reached to which the check may do something, by `hostKey`. */
		machines?: Readonly<Record<string, HostConnection>>,
	): Promise<CheckResult>;
}

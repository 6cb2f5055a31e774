import type { Cluster } from "../model/cluster.ts";
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

/** One kind of check. It is declared, then resolved against the cluster (pure), then run on the client machine. */
export interface Check<Declared, Resolved> {
	/** Whether the check must run alone, because it counts answers and would count the answers to other checks too. */
	readonly alone: boolean;
	/** @throws DeclarationError where the cluster promises nothing that the check could compare. */
	resolve(declared: Declared, cluster: Cluster, named?: NamedBy): Resolved;
	/** @throws RemoteError where the client machine cannot run the check, which says nothing about the cluster. */
	run(
		resolved: Resolved,
		client: Session,
		/** A second client machine; it is the first where only one was declared. */
		other: Session,
	): Promise<CheckResult>;
}

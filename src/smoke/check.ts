import type { Cluster } from "../model/cluster.ts";
import type { Session } from "../ssh/session.ts";

/** What a check found. */
export interface CheckResult {
	readonly check: string;
	readonly passed: boolean;
	/** What was done, e.g. `100 separate connections to http://172.18.0.70:80/`. */
	readonly did: string;
	/** What was expected, and what was seen; numbers, not adjectives. */
	readonly expected: string;
	readonly saw: string;
	/** Real server -> answers. */
	readonly counts: Readonly<Record<string, number>>;
	/** What follows from it, e.g. `session persistence is not needed`. */
	readonly answer?: string;
}

/** One kind of check. It is declared, resolved against the cluster (pure), and run on the client machine. */
export interface Check<Declared, Resolved> {
	/** It counts who answers in turn: what others ask meanwhile would be counted too. */
	readonly alone: boolean;
	/** @throws DeclarationError where the cluster promises nothing that the check could compare with. */
	resolve(declared: Declared, cluster: Cluster): Resolved;
	/** @throws RemoteError where the client machine cannot run it: that says nothing about the cluster. */
	run(
		resolved: Resolved,
		client: Session,
		/** A second client machine; the first where there is none. */
		other: Session,
	): Promise<CheckResult>;
}

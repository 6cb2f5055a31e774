import type { Rule, ServerRule } from "../ipvs/rule.ts";
import type { Check } from "../model/cluster.ts";

/** One real server at one place, asked in one way for all services that want the same. */
export interface CheckedPlace {
	/** Its name in the configuration of the checking program, among those of all places. */
	readonly number: number;
	/** The place to which results belong, whatever is asked there: `172.18.0.67:80/dr/http`. */
	readonly place: string;
	/** A word that changes whenever the question does. */
	readonly definition: string;
	readonly check: Check;
	/** Name and address of the real server. */
	readonly name: string;
	readonly address: string;
	/** The port of the real server that the check reaches. If the check goes the clients' way, IPVS may translate the check's port into it. */
	readonly port: number;
	/** The port to which the check goes: of the VIP, or of the real server where it does not go through IPVS. */
	readonly to: number;
	/** Mark of the packets of this check; IPVS sends them to this real server alone. Undefined: they do not go through IPVS. */
	readonly mark: number | undefined;
	/** The rules that send them there. */
	readonly probes: readonly Rule[];
	/** The real server in each service that uses the result. */
	readonly rules: readonly CheckedRule[];
	/** Programs that are called when it is out, and when it is in again. */
	readonly told: readonly string[];
}

export interface CheckedRule {
	readonly rule: ServerRule;
	/**
	 * What happens to the rule while the real server fails. `weight 0`: connections to it go on, and work again once it comes back. `deleted`: the kernel would go
	 * on sending it the packets of clients that persistence, UDP without an end, or a hash without its fallback binds to it.
	 */
	readonly failing: "weight 0" | "deleted";
	/** Seconds in which its weight rises when it passes again; 0: it rises at once. */
	readonly slowStartSeconds: number;
}

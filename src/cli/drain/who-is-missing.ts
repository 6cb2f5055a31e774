import type { ServerRule } from "../../ipvs/rule.ts";
import { ruleKey } from "../../ipvs/rule.ts";
import type { Out } from "./out-already.ts";

/** Who of the real servers of a service gets no new connections already, and why, in brackets; empty: nobody. */
export function whoIsMissing(servers: readonly ServerRule[], out: Out): string {
	const reasons = servers.flatMap((each) => out.get(ruleKey(each)) ?? []);
	return reasons.length === 0 ? "" : ` (${reasons.join("; ")})`;
}

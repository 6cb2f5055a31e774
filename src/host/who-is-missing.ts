import type { ServerRule } from "../ipvs/rule.ts";
import { ruleKey } from "../ipvs/rule.ts";
import type { Out } from "./out-already.ts";

/** The real servers of a service that already get no new connections, and why, in brackets. Empty: there are none. */
export function whoIsMissing(servers: readonly ServerRule[], out: Out): string {
	const reasons = servers.flatMap((each) => out.get(ruleKey(each)) ?? []);
	return reasons.length === 0 ? "" : ` (${reasons.join("; ")})`;
}

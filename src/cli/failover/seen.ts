import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Found } from "../status/look-at.ts";

/** The state of a director as found. */
export interface Seen {
	readonly host: Pick<HostInputs, "component" | "name" | "desired">;
	readonly found: Pick<
		Found,
		| "unseen"
		| "drift"
		| "refused"
		| "failover"
		| "vip"
		| "agentProblems"
		| "layers"
		| "health"
	>;
}

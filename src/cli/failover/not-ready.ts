import { wouldNotTake } from "../../host/would-not-take.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Found } from "../status/look-at.ts";

/** The state of a director as found. */
export interface Seen {
	readonly host: Pick<HostInputs, "component" | "name" | "desired">;
	readonly found: Pick<
		Found,
		"unseen" | "drift" | "refused" | "failover" | "vip"
	>;
}

/** Why a director should not get the VIP now; undefined: it is ready. Pure. */
export function notReady({ found, host }: Seen): string | undefined {
	const { unseen, drift, refused, failover } = found;
	if (unseen !== undefined) return unseen;
	const stays = wouldNotTake(
		{ cluster: host.component, name: host.name },
		failover?.found,
	);
	if (stays !== undefined) return stays;
	const [reason] = refused;
	if (reason !== undefined)
		return `up would refuse it: ${reason.replace(/\.$/, "")}${more(refused)}`;
	return drift.length === 0
		? undefined
		: `it is not as declared (${drift[0]}${more(drift)}); run up`;
}

function more({ length }: readonly string[]): string {
	return length === 1 ? "" : `, and ${length - 1} more`;
}

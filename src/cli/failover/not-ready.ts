import { wouldNotTake } from "../../host/would-not-take.ts";
import { darkBeside } from "./dark-services.ts";
import type { Seen } from "./seen.ts";

/**
 * Why a director should not get the VIP now; undefined: it is ready. Pure.
 *
 * @param holder the director that has the VIP. Default: nobody has it, so that clients lose nothing by any move.
 */
export function notReady(seen: Seen, holder?: Seen): string | undefined {
	const { found, host } = seen;
	const { unseen, drift, refused, failover, agentProblems } = found;
	if (unseen !== undefined) return unseen;
	const stays = wouldNotTake(
		{ cluster: host.component, name: host.name },
		failover?.found,
		agentProblems,
	);
	if (stays !== undefined) return stays;
	const [reason] = refused;
	if (reason !== undefined)
		return `up would refuse it: ${reason.replace(/\.$/, "")}${more(refused)}`;
	if (drift.length > 0)
		return `it is not as declared (${drift[0]}${more(drift)}); run up`;
	return holder && darkBeside(seen, holder);
}

function more({ length }: readonly string[]): string {
	return length === 1 ? "" : `, and ${length - 1} more`;
}

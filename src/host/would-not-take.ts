import type { FoundFailover } from "./found-director.ts";

/** Why a director would not take the VIP, as it stands among the others, and what to do; undefined: it would. Pure. */
export function wouldNotTake(
	{ cluster, name }: { readonly cluster: string; readonly name: string },
	found: FoundFailover | undefined,
): string | undefined {
	if (found === undefined)
		return `lvs-${cluster}-failover does not run there; run up`;
	if (found.takenOut) return `it is taken out; lvsctl standby ${name} --end`;
	if (found.role !== "fault") return undefined;
	return found.failedCheck === undefined
		? "one of its links is down"
		: `its check fails: ${found.failedCheck}`;
}

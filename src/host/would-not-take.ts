import type { FoundFailover } from "./found-director.ts";

/**
 * Why a director would not take the VIP, as it stands among the others, and what to do; undefined: it would. Pure.
 *
 * @param problems what its script says of its checks and drains. Default: nothing.
 */
export function wouldNotTake(
	{ cluster, name }: { readonly cluster: string; readonly name: string },
	found: FoundFailover | undefined,
	problems: readonly string[] = [],
): string | undefined {
	if (found === undefined)
		return `lvs-${cluster}-failover does not run there; run up`;
	if (found.takenOut) return `it is taken out; lvsctl standby ${name} --end`;
	// the role that it noted before says nothing any more
	const halted = haltedAgreement(cluster, problems);
	if (halted !== undefined) return halted;
	if (found.role !== "fault") return undefined;
	return found.failedCheck === undefined
		? "one of its links is down"
		: `its check fails: ${found.failedCheck}`;
}

/**
 * The line of a director's script that says that the keepalived by which it agrees with the others stands still, as a signal has stopped it; undefined: it does
 * not. Its other problems do not keep it from taking the VIP. Pure.
 */
export function haltedAgreement(
	cluster: string,
	problems: readonly string[],
): string | undefined {
	return problems.find((each) =>
		each.startsWith(`keepalived of lvs-${cluster}-failover stands still`),
	);
}

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
	const stuck = stuckAgreement(cluster, problems);
	if (stuck !== undefined) return stuck;
	if (found.role !== "fault") return undefined;
	return found.failedCheck === undefined
		? "one of its links is down"
		: `its check fails: ${found.failedCheck}`;
}

/**
 * The line of a director's script that says that the keepalived by which it agrees with the others cannot take the VIP: a signal has stopped it, or its link has
 * another name by now; undefined: there is none. Its other problems do not keep it from taking the VIP. Pure.
 */
export function stuckAgreement(
	cluster: string,
	problems: readonly string[],
): string | undefined {
	return problems.find((each) =>
		each.startsWith(`keepalived of lvs-${cluster}-failover `),
	);
}

import type { Seen } from "./seen.ts";

/** A director that would take the VIP back, and after how many seconds. */
export interface TakesBack {
	readonly name: string;
	readonly seconds: number;
}

/**
 * The director that would take the VIP from this one as soon as it may: `preemptSeconds` is declared, and it is declared before this one. Pure.
 *
 * @param all every director of the cluster.
 */
export function takesBack(
	all: readonly Seen[],
	target: Seen,
): TakesBack | undefined {
	const [first] = all.flatMap(({ host, found }) => {
		const { preemptSeconds: seconds, later } = host.desired.failover ?? {};
		const agrees = found.failover?.found;
		return seconds !== undefined &&
			later?.names.includes(target.host.name) &&
			agrees !== undefined &&
			!agrees.takenOut &&
			agrees.role !== "fault"
			? [{ name: host.name, seconds }]
			: [];
	});
	return first;
}

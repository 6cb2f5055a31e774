import type { Problem } from "../../errors.ts";
import { decideStandBy } from "./decide-move.ts";
import type { Seen } from "./seen.ts";

/**
 * Why a director cannot be taken out for a time and let in again. Undefined: it can. Pure.
 *
 * @param all every director of the cluster, in the order of the declaration.
 */
export function standByProblem(
	all: readonly Seen[],
	name: string,
): Problem | undefined {
	const own = all.find(({ host }) => host.name === name);
	if (own?.found.failover?.found?.takenOut)
		return {
			path: name,
			message: `it is out already, and the end of the drill would let it in; first end that: lvsctl standby ${name} --end`,
		};
	return takeDownProblem(all, name);
}

/**
 * Why no other director could serve while this one does not; undefined: one can. Pure.
 *
 * @param all every director of the cluster, in the order of the declaration.
 */
export function takeDownProblem(
	all: readonly Seen[],
	name: string,
): Problem | undefined {
	const decided = decideStandBy(all, name);
	return "refused" in decided ? decided.refused : undefined;
}

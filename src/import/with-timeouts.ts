import { clusterDoor } from "../model/cluster-door.ts";
import type { DeclaredRules } from "./declare-vip.ts";
import { filledIn } from "./filled-in.ts";

/**
 * Gives timeouts of the kernel to the first cluster, as a kernel has them once.
 *
 * @returns a text: why the model refuses them
 */
export function withTimeouts(
	[first, ...others]: readonly [DeclaredRules, ...DeclaredRules[]],
	timeouts: Readonly<Record<string, number>>,
): readonly DeclaredRules[] | string {
	const timed = { ...first, ipvs: { timeouts } };
	const [problem] = clusterDoor.check("web", filledIn(timed));
	return problem === undefined ? [timed, ...others] : problem.message;
}

import type { Desired } from "../../model/desired.ts";
import { componentOf } from "../../model/owner.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";
import { handsOver } from "./refuse-others.ts";

/**
 * Refuses a port whose answers another stack sends through another director: the kernel would take the same way for both. A cluster of the same
 * stack is not refused here: two that are declared are refused before, and one that is no longer declared is taken away at the end of this `up`.
 */
export function answersOfOthers(
	{ routes }: Desired,
	observed: Pick<Observed, "neighbours" | "otherAnswers" | "routes">,
	stack: string | undefined,
): Reason[] {
	const { neighbours, otherAnswers } = observed;
	return Object.entries(routes)
		.filter(([selector]) => observed.routes[selector] === undefined)
		.flatMap(([selector, route]) => {
			const other = otherAnswers.find(
				({ gateway, ...theirs }) =>
					`default via ${gateway}` !== route &&
					overlap(selector, theirs.selector),
			);
			if (other === undefined) return [];
			const owner = neighbours.makers[`routing ${other.table}`];
			if (owner !== undefined && handsOver(owner, neighbours, stack)) return [];
			return [
				{
					saw: `answers ${other.selector} go through ${other.gateway} already${owner === undefined ? "" : `, for ${componentOf(owner, "real-server") ?? owner}`} (routing table ${other.table}), and packets from one port can take one way back alone`,
					advice:
						'Use another port or another address of the machine, the same director for both, or forward one of them by "fullnat".',
				},
			];
		});
}

/** A selector without a port means all ports. That of the mark is each cluster's own. */
function overlap(one: string, other: string): boolean {
	return (
		one.startsWith("from ") &&
		one.includes(" ipproto ") &&
		(one === other ||
			one.startsWith(`${other} sport `) ||
			other.startsWith(`${one} sport `))
	);
}

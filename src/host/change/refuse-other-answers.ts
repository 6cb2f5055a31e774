import { gatewayOf, overlap, parseSelector } from "../../model/answer-route.ts";
import type { Desired } from "../../model/desired.ts";
import { componentOf } from "../../model/owner.ts";
import { formatMade } from "../kinds/made-text.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";
import { handsOver } from "./refuse-others.ts";

/**
 * Refuses a port whose answers another stack sends through another director: the kernel would send the answers of both the same way. A cluster of the same
 * stack is not refused here: if both are declared, they are refused earlier, and one that is no longer declared is removed at the end of this `up`.
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
					gateway !== gatewayOf(route) && meet(selector, theirs.selector),
			);
			if (other === undefined) return [];
			const owner =
				neighbours.makers[formatMade({ of: "routes", name: other.table })];
			if (owner !== undefined && handsOver(owner, neighbours, stack)) return [];
			return [
				{
					saw: `answers ${other.selector} go through ${other.gateway} already${owner === undefined ? "" : `, for ${componentOf(owner, "real-server") ?? owner}`} (routing table ${other.table}), and packets from one port can take only one way back`,
					advice:
						'Use another port or another address of the machine, the same director for both, or forward one of them by "fullnat".',
				},
			];
		});
}

function meet(ours: string, theirs: string): boolean {
	const one = parseSelector(ours);
	const other = parseSelector(theirs);
	return one !== undefined && other !== undefined && overlap(one, other);
}

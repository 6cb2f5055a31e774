import type { DeclaredRules } from "../../declare-vip.ts";
import { formatObject } from "../../format-object.ts";
import { placeOf } from "../../place-of.ts";
import type { Unread } from "../../script/read-script.ts";
import type { Agreed } from "./instances-of.ts";

/**
 * Clusters with the one director of a new project. The remarks say what to add with a second one.
 *
 * @param clusters as declareFailovers has made them of `agreed`
 */
export function withOneDirector(
	clusters: readonly DeclaredRules[],
	agreed: readonly Agreed[],
): {
	readonly clusters: readonly DeclaredRules[];
	readonly unread: readonly Unread[];
} {
	return {
		clusters: clusters.map(({ directors = {}, failover: _, ...cluster }) => {
			const [link] = Object.values(directors).flatMap(
				(director) => director.interface ?? [],
			);
			return link === undefined
				? cluster
				: { ...cluster, directors: { lb: { interface: link } } };
		}),
		unread: clusters.flatMap(({ failover, vip }, index): Unread[] => {
			const instance = agreed[index]?.instance;
			return instance === undefined || failover === undefined
				? []
				: [
						{
							...placeOf(instance),
							reason: `a new project begins with one director; for a second that takes ${vip} over, add it to \`directors\`, and \`failover: ${formatObject(failover)}\``,
						},
					];
		}),
	};
}

import type { Desired } from "../../../model/desired.ts";
import { coversAddress } from "../../covers-address.ts";
import type { ClosedWay } from "../../found-network.ts";
import { parseEarlier } from "../../kinds/rule-lines.ts";

/**
 * The routes to clients by which answers from the VIP would go through a director that drops them.
 *
 * @param routes of the main table, a line for each next hop: its default routes in the kernel's order, and those through such directors.
 * @param lines may have rules that are asked before the main table, as `earlierThan` prints them.
 */
export function closedWays(
	{ vip, closedGateways = [] }: Desired,
	routes: readonly string[],
	lines: readonly string[],
): ClosedWay[] {
	const through = (route: string): Pick<ClosedWay, "to" | "gateway">[] => {
		const [, to, gateway = ""] = /^(\S+)(?: .*)? via (\S+)/.exec(route) ?? [];
		return to !== undefined && closedGateways.includes(gateway)
			? [{ to, gateway }]
			: [];
	};
	const earlier = lines
		.flatMap((line) => parseEarlier(line) ?? [])
		.find(({ from }) => coversAddress(from, vip));
	if (earlier !== undefined) {
		const { priority, from, table, route } = earlier;
		const rule = `${priority}: from ${from} lookup ${table}`;
		return through(route).map((way) => ({ ...way, by: { rule, table } }));
	}
	const alive = routes.filter((route) => !/ dead\b/.test(route));
	const first = alive.find(isDefault);
	const used = alive.filter(
		// of several default routes the kernel takes the first
		(route) => !isDefault(route) || metricOf(route) === metricOf(first ?? ""),
	);
	const found = used.flatMap(through);
	return found.filter(
		({ to, gateway }, at) =>
			found.findIndex((each) => each.to === to && each.gateway === gateway) ===
			at,
	);
}

function isDefault(route: string): boolean {
	return route.startsWith("default ");
}

function metricOf(route: string): string | undefined {
	return / metric (\d+)/.exec(route)?.[1];
}

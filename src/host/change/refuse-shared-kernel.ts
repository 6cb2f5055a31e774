import type { Desired } from "../../model/desired.ts";
import { ipvsSysctls } from "../../model/ipvs-sysctls.ts";
import { componentOf } from "../../model/owner.ts";
import { guardOf, markOf, tablesOf } from "../../model/tables.ts";
import { isVirtualRouter } from "../../model/virtual-router.ts";
import { kinds } from "../kinds/every-kind.ts";
import { parseMade } from "../kinds/made-text.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";
import { handsOver } from "./refuse-others.ts";

/**
 * Refuses a value that a kernel has only once, if a component of another stack has set another one: each watch would put back its own, for ever. Components of
 * one stack are compared in the declaration. If we have already set the value, somebody else may have changed it since.
 */
export function settingsOfOtherClusters(
	{ sysctls, timeouts }: Desired,
	{ neighbours, record, ...observed }: Observed,
	stack: string | undefined,
): Reason[] {
	const ours = { ...record?.sysctls, ...record?.timeouts };
	const found: Readonly<Record<string, string>> = {
		...observed.sysctls,
		...observed.timeouts,
	};
	return Object.entries({ ...sysctls, ...timeouts }).flatMap(
		([key, wanted]) => {
			const is = found[key];
			const owner = neighbours.settingOwners[key]?.find(
				(each) => !handsOver(each, neighbours, stack),
			);
			return owner === undefined ||
				is === undefined ||
				is === wanted ||
				key in ours ||
				!(declared.has(key) || key in timeouts)
				? []
				: [
						{
							saw: `${key in timeouts ? `timeout ${key}` : key} is ${is} here, as ${owner} has set it, and would be ${wanted}; a kernel has one value for all clusters`,
							advice:
								"Write the same in both, or leave it out of `ipvs` in one of them.",
						},
					];
		},
	);
}

/** Settings that clusters declare. The others follow from what clusters do, with the same value for all. */
const declared = new Set(
	Object.values(ipvsSysctls).map((name) => `net.ipv4.vs.${name}`),
);

/** Refuses a table of the packet filter that belongs to another cluster, by its name. A director keeps there what depends on who has the VIP. */
export function guardOfOthers(
	desired: Desired,
	{ neighbours }: Observed,
): Reason[] {
	const { tables, failover } = desired;
	if (tables === undefined) return [];
	const guard = failover === undefined ? undefined : guardOf(tables.nftables);
	const theirs = neighbours.establishes.flatMap((thing) => {
		const { of, name } = parseMade(thing);
		return of === "nftables" && name === guard ? [name] : [];
	});
	const guards = Object.entries(neighbours.soleOwners).flatMap(
		([thing, owner]) =>
			isVirtualRouter(thing)
				? [guardOf(tablesOf(componentOf(owner, "director") ?? owner).nftables)]
				: [],
	);
	const ours = kinds.nftables.made
		.names(desired)
		.filter((name) => guards.includes(name));
	return [...new Set([...theirs, ...ours])].map((table) => ({
		saw: `table ${table} of the packet filter belongs to another cluster on this host`,
		advice:
			"Its name follows from the cluster's, and both names lead to it: give one of the clusters another name.",
	}));
}

/**
 * Refuses a routing table of another cluster. The table holds a single default route, so a second cluster would replace the route of the first. The mark of
 * packets that use a table follows from its number, so two tables must not have the same mark either.
 */
export function sharedRoutingTable(
	desired: Desired,
	{ neighbours }: Observed,
): Reason[] {
	const theirs = neighbours.establishes
		.map(parseMade)
		.flatMap(({ of, name }) => (of === "routes" ? [name] : []));
	return kinds.routes.made.names(desired).flatMap((ours) => {
		const table = theirs.find(
			(each) => markOf(Number(each)) === markOf(Number(ours)),
		);
		return table === undefined
			? []
			: [
					{
						saw: `routing table ${table}${table === ours ? "" : `, whose packets have the same mark as those of ${ours},`} belongs to another cluster on this host`,
						advice:
							"The number follows from the cluster's name, and both names lead to the same number: give one of the clusters another name.",
					},
				];
	});
}

import type { Desired } from "../../model/desired.ts";
import { innerServices } from "../../model/inner-services.ts";
import { componentOf } from "../../model/owner.ts";
import { programDirectory } from "../../model/program-directory.ts";
import { markOf, tablesOf } from "../../model/tables.ts";
import type { Neighbours } from "../neighbours.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";
import { handsOver, ofStack } from "./refuse-others.ts";

/**
 * Refuses a director whose checks, or whose handed-over packets, would have the marks of another stack's cluster: each would add real servers to the services
 * of the other, and a check might ask a machine of the other cluster. Two clusters of one program are refused by their claims.
 */
export function ownMarksOfOthers(
	desired: Desired,
	{ neighbours }: Observed,
	stack: string | undefined,
): Reason[] {
	const owner = [
		...[...innerServices(desired)].flatMap(
			(key) => neighbours.services[key] ?? [],
		),
		...inertTwice(desired, neighbours),
	].find((each) => !handsOver(each, neighbours, stack));
	return owner === undefined
		? []
		: [
				{
					saw: `the marks of health checks, and of packets that directors hand over, are those of ${componentOf(owner, "director") ?? owner}${ofStack(owner, neighbours)} on this director already`,
					advice:
						"They follow from the cluster's name, and both names lead to the same: give one of the clusters another name.",
				},
			];
}

/** Records of directors whose checking program has a service with the mark that ours would have. That service is not in any record. */
function inertTwice(
	{ checks, tables }: Desired,
	{ fileOwners }: Neighbours,
): string[] {
	if (checks === undefined || tables === undefined) return [];
	return [...new Set(Object.values(fileOwners))].filter((owner) => {
		const name = componentOf(owner, "director");
		return (
			name !== undefined &&
			markOf(tablesOf(name).routing) === markOf(tables.routing) &&
			fileOwners[`${programDirectory(name)}/checks`] === owner
		);
	});
}

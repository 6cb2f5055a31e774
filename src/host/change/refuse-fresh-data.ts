import type { Desired } from "../../model/desired.ts";
import { parseUsersThing } from "../../model/users-data.ts";
import type { Observed } from "../observed.ts";
import { bringData, bringUnderName, makeData } from "./bring-data.ts";
import type { Reason } from "./reason.ts";

/**
 * Refuses to begin with nothing where users have data elsewhere: applications would find an empty database, or no files, and everything else would look well.
 * If there is data in the new place, somebody brought it, and it is used.
 */
export function freshData(desired: Desired, seen: Seen): Reason[] {
	return Object.entries(desired.data ?? {})
		.filter(([, path]) => seen.missingData.includes(path))
		.flatMap(
			(each) =>
				hasMoved(each, desired, seen) ?? hasOtherName(each, desired, seen),
		);
}

type Seen = Pick<Observed, "missingData">;
type Place = readonly [what: string, path: string];

/** Undefined where nothing of this name was declared before. */
function hasMoved(
	[what, path]: Place,
	{ former }: Desired,
	{ missingData }: Seen,
): Reason[] | undefined {
	const was = former?.data[what];
	const isHere = former?.machine === undefined;
	if (was === undefined) return undefined;
	return isHere && (was === path || missingData.includes(was))
		? []
		: [
				{
					saw: `${what}: its data lies in ${was} of ${former?.machine ?? "this machine"}, and there is no ${path} here: an empty one would be begun in its place`,
					advice: `Bring it first: ${bringData(what, { was, path, machine: former?.machine })}, and run up again. Or leave it there, and give the component another name for a new one.`,
				},
			];
}

/** A new name, while another thing of the same kind is no longer declared: it was renamed, or it is something else. Only the user knows. */
function hasOtherName(
	[what, path]: Place,
	{ data = {}, former }: Desired,
	{ missingData }: Seen,
): Reason[] {
	const { kind, name } = parseUsersThing(what);
	return Object.entries(former?.data ?? {})
		.filter(
			([other, was]) =>
				parseUsersThing(other).kind === kind &&
				data[other] === undefined &&
				(former?.machine !== undefined || !missingData.includes(was)),
		)
		.map(([other, was]) => ({
			saw: `${other} is no longer declared, and ${what} is new: the data of ${parseUsersThing(other).name} lies in ${was} of ${former?.machine ?? "this machine"}, and up would begin an empty ${path}`,
			advice: `If ${name} is another name for it, keep ${parseUsersThing(other).name}, or bring the data first: ${bringUnderName(other, what, { was, path, machine: former?.machine })}, and run up again. If it is a new one, run up once without it, and declare it then; or make it by hand: ${makeData(what, path)}.`,
		}));
}

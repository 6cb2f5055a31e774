import type { Desired } from "../../model/desired.ts";
import { isDatabase } from "../../model/users-data.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

type Seen = Pick<Observed, "lostData" | "missingData">;

/**
 * Refuses to begin an empty directory where users had data. Usually its disk is not mounted: all would look well, while new data is written beneath the mount
 * point. A database's engine looks after its own directory before it starts.
 */
export function lostData(desired: Desired, seen: Seen): Reason[] {
	const { bare, gone, isNoted, note } = seen.lostData;
	return Object.entries(desired.data ?? {})
		.filter(
			([what, path]) =>
				// we do not make the other directories: a package brings them
				!isDatabase(what) && path in desired.directories,
		)
		.flatMap(([what, path]) => {
			const mount = bare[path];
			if (mount !== undefined)
				return [
					{
						saw: `${what}: ${path} is empty, and what users had there lies on what was mounted at ${mount}, which is away`,
						advice: `Mount it, and run up again. Or, to go on with the empty one: rm ${note}.`,
					},
				];
			return gone.includes(path) ||
				(!isNoted &&
					seen.missingData.includes(path) &&
					wasWhole(what, path, desired))
				? [
						{
							saw: `${what}: ${path} had what users made and is not there: is its disk mounted? An empty one would be begun in its place`,
							advice: `Mount its disk, or bring the directory back, and run up again. Or, to begin with nothing: mkdir -p ${path} && rm -f ${note}.`,
						},
					]
				: [];
		});
}

/** If there is no note, we ask what was there after the last complete `up`. An `up` that was broken off may not have made the directory. */
function wasWhole(what: string, path: string, { former }: Desired): boolean {
	return (
		former?.whole === true &&
		former.machine === undefined &&
		former.data[what] === path
	);
}

import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses to replace a file of the user's. */
export function foreignFiles(desired: Desired, observed: Observed): Reason[] {
	return Object.entries(desired.files).flatMap(([path, wanted]) => {
		const found = observed.files[path];
		const ours =
			observed.record?.files[path] !== undefined ||
			observed.neighbours.fileOwners[path] !== undefined;
		return wanted.replacesOnly === undefined ||
			found === undefined ||
			found.stock ||
			found.content === wanted.content ||
			ours
			? []
			: [
					{
						saw: `${path} holds something of yours, and would be replaced`,
						advice:
							"Move it away, or leave out what would write it: `page` of the cluster, `reads` of the database's access, or `objects` of WordPress.",
					},
				];
	});
}

/** Refuses to unpack an archive over a directory that is not ours. */
export function foreignDirectories(
	desired: Desired,
	{ archives }: Observed,
): Reason[] {
	return Object.keys(desired.archives)
		.filter((directory) => {
			const found = archives[directory];
			return found !== undefined && found.sha256 === undefined;
		})
		.map((directory) => ({
			saw: `${directory} exists already and is not ours; an archive would replace it`,
			advice: "Move it away, or give the component another name.",
		}));
}

/** Refuses to put on a network file system what must be local. */
export function onTheNetwork(
	desired: Desired,
	{ networked }: Observed,
): Reason[] {
	return Object.entries(desired.local)
		.filter(([path]) => networked[path] !== undefined)
		.map(([path, why]) => ({
			saw: `${path} is on ${networked[path]}, a network file system`,
			advice: why,
		}));
}

import type { Desired } from "../../model/desired.ts";
import { belongsTo } from "../look/facts/directories.ts";
import type { Observed } from "../look/observe.ts";
import type { Step } from "./step.ts";

/** What is unpacked as a whole, into a directory of ours. */
export function planArchives(desired: Desired, observed: Observed): Step[] {
	return Object.entries(desired.archives)
		.filter(
			([directory, { sha256 }]) => observed.archives[directory] !== sha256,
		)
		.map(([directory, archive]) => ({
			kind: "unpack",
			directory,
			archive,
			because:
				observed.archives[directory] === undefined
					? "missing"
					: "it holds another archive",
		}));
}

/** Mode and owner of a directory that is made because it was missing. */
const newDirectory = ["755", "root:root"];

/** Directories that must be there, some with a mode and an owner. */
export function planDirectories(desired: Desired, observed: Observed): Step[] {
	return Object.entries(desired.directories).flatMap(
		([path, wanted]): Step[] => {
			const found = observed.directories[path];
			const [mode = "", owner = ""] =
				wanted === "any" ? newDirectory : wanted.split(" ");
			const because =
				found === undefined
					? "missing"
					: wanted === "any"
						? undefined
						: found.mode !== mode
							? `mode is ${found.mode}`
							: belongsTo(found, owner)
								? undefined
								: `belongs to ${found.owner.split(" ")[0]}`;
			return because === undefined
				? []
				: [{ kind: "directory", path, mode, owner, because }];
		},
	);
}

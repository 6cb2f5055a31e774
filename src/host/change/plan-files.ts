import type { Desired, DesiredFile } from "../../model/desired.ts";
import { belongsTo } from "../look/facts/directories.ts";
import type { Observed } from "../look/observe.ts";
import { lineEdits } from "./line-edits.ts";
import type { Step } from "./step.ts";

/** Files that are missing or differ, each with why. */
export function planFiles(desired: Desired, observed: Observed): Step[] {
	return Object.entries(desired.files).flatMap(([path, file]): Step[] => {
		const found = observed.files[path];
		// the mode of a file that is shared with others is not ours to decide
		const mode = file.block !== undefined || found?.mode === file.mode;
		const owned =
			file.owner === undefined ||
			(found !== undefined && belongsTo(found, file.owner));
		if (found?.content === file.content && mode && owned) return [];
		const because =
			found === undefined || found.content === undefined
				? "missing"
				: found.content !== file.content
					? "differs"
					: mode
						? `belongs to ${found.owner.split(" ")[0]}`
						: `mode is ${found.mode}`;
		return [
			writeStep(
				path,
				file,
				because,
				mode && owned ? found?.content : undefined,
			),
		];
	});
}

/** @param found what stands there now, with the right mode and owner; undefined: it is written whole in any case. */
export function writeStep(
	path: string,
	file: DesiredFile,
	because: string,
	found: string | undefined,
): Step {
	const edits =
		found === undefined || file.test !== undefined
			? undefined
			: lineEdits(found, file.content);
	return {
		kind: "write",
		path,
		file,
		because,
		...(edits === undefined ? {} : { edits }),
	};
}

import {
	type DirectoryNeed,
	type DirectoryState,
	formatDirectoryState,
	parseDirectoryState,
} from "../../model/directory-state.ts";
import { localName } from "../../model/local-name.ts";
import { formatText } from "../../model/wire-text.ts";
import { sh } from "../../ssh/shell.ts";
import type { FoundDirectory } from "../found-state.ts";
import { belongsTo, listOwners, parseOwners } from "../owners.ts";
import type { Step } from "../step.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveLocal } from "./live-local.ts";
import { localKeys } from "./local-keys.ts";

/** Mode and owner of a directory that we make because it was missing. */
const newDirectory = { mode: "755", owner: "root:root" };

/** Directories that must exist, some with a mode and an owner. Their contents are not ours. */
export const directories: Kind<"directories"> = {
	title: "directory",
	localise: (wanted, local) =>
		Object.fromEntries(
			Object.entries(localKeys(wanted, local)).map(([path, state]) => [
				path,
				local(state) as DirectoryState,
			]),
		),
	probe: ({ directories }) => listOwners(Object.keys(directories)),
	parse: ({ lines }) => Object.fromEntries(parseOwners(lines)),
	plan: ({ desired, observed }) => ({
		steps: {
			"make directories": Object.entries(desired.directories).flatMap(
				([path, state]): Step[] => {
					const need = parseDirectoryState(state);
					const because = difference(need, observed.directories[path]);
					const made = need === "any" ? newDirectory : need;
					return because === undefined
						? []
						: [{ kind: "directory", path, ...made, because }];
				},
			),
		},
	}),
	noted: {
		found(path, { desired, observed }) {
			const found = observed.directories[path];
			if (found === undefined) return "absent";
			// a directory that existed before is left as it is, whatever its mode and owner
			return desired.directories[path] === "any"
				? "any"
				: `${found.mode} ${found.owner.split(" ")[1]}`;
		},
		untilDropped: true,
	},
	takenBackBy: "steps",
	giveBack: (found) => ({
		"directories back": Object.entries(found)
			.filter(([, was]) => was !== "any")
			.reverse() // the contents of a directory before the directory itself
			.map(([path, was]): Step => {
				const because = "as it was found";
				const [mode = "", owner = ""] = was.split(" ");
				return was === "absent"
					? { kind: "remove-directory", path, because }
					: { kind: "directory", path, mode, owner, because };
			}),
	}),
	left: (found, observed) =>
		Object.entries(found)
			.filter(
				([path, was]) =>
					was === "absent" && observed.directories[path] !== undefined,
			)
			.map(([path]) => `${path}: it is not empty`),
	live: ({ declared, observed }) =>
		liveLocal(declared.directories, observed.family, (path, wanted) => {
			const found = observed.directories[path];
			const need = parseDirectoryState(wanted);
			if (found === undefined || need === "any") return found && wanted;
			return formatDirectoryState({
				mode: found.mode,
				owner: belongsTo(found, localName(need.owner, observed.family))
					? need.owner
					: formatText(found.owner),
			});
		}),
};

export const directorySteps: Actions<"directory" | "remove-directory"> = {
	directory: {
		describe: ({ path, mode, owner }) => `make ${path} ${mode} ${owner}`,
		render: ({ path, mode, owner }) =>
			sh`mkdir -p -- ${path} && chmod ${mode} ${path} && chown ${owner} ${path}`,
	},
	"remove-directory": {
		describe: ({ path }) => `remove ${path}`,
		// rmdir fails if the directory has contents or is a mount. Those are not ours, and the directory stays.
		render: ({ path }) => sh`{ rmdir -- ${path} 2>/dev/null || true; }`,
	},
};

/** Why a directory is not as it should be; undefined where it is. */
function difference(
	need: DirectoryNeed,
	found: FoundDirectory | undefined,
): string | undefined {
	if (found === undefined) return "missing";
	if (need === "any") return undefined;
	const { mode, owner } = need;
	if (found.mode !== mode) return `mode is ${found.mode}`;
	return belongsTo(found, owner)
		? undefined
		: `belongs to ${found.owner.split(" ")[0]}`;
}

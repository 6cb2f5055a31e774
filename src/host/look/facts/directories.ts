import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** A directory that exists. */
export interface FoundDirectory {
	/** Octal, e.g. `755`. */
	readonly mode: string;
	/** By name and by number, `root:www-data 0:33`. */
	readonly owner: string;
}

/** Path -> the directory that was found, undefined where there is none. */
export const directories: Fact<Record<string, FoundDirectory | undefined>> = {
	probe({ directories }) {
		const paths = Object.keys(directories);
		return paths.length === 0
			? ""
			: sh`stat -c '%a %U:%G %u:%g %n' -- ${paths} 2>/dev/null`;
	},
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.map((line) => {
				const [mode = "", names = "", numbers = "", ...path] = line.split(" ");
				return [path.join(" "), { mode, owner: `${names} ${numbers}` }];
			}),
		),
};

/** Whether it belongs to `owner`, given by name or number. */
export function belongsTo(
	found: Pick<FoundDirectory, "owner">,
	owner: string,
): boolean {
	return found.owner.split(" ").includes(owner);
}

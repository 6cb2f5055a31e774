import { sh } from "../ssh/shell.ts";
import type { FoundDirectory } from "./found-state.ts";

/** Shell text that prints mode, owner by name, owner by number and path of each path that exists. */
export function listOwners(paths: readonly string[]): string {
	return paths.length === 0
		? ""
		: sh`stat -c '%a %U:%G %u:%g %n' -- ${paths} 2>/dev/null`;
}

/** Path -> mode and owner, from the lines that `listOwners` prints. */
export function parseOwners(
	lines: readonly string[],
): ReadonlyMap<string, FoundDirectory> {
	return new Map(
		lines.map((line) => {
			const [mode = "", names = "", numbers = "", ...path] = line.split(" ");
			return [path.join(" "), { mode, owner: `${names} ${numbers}` }];
		}),
	);
}

/** Whether a file or directory belongs to `owner`, given by name or number: `root:www-data`, `0:33`. */
export function belongsTo(
	found: Pick<FoundDirectory, "owner">,
	owner: string,
): boolean {
	return found.owner.split(" ").includes(owner);
}

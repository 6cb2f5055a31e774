import { type Stats, statSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/**
 * What is at a path. Undefined: nothing.
 *
 * @param named the path as the user wrote it, perhaps behind an option
 * @throws UsageError where the system does not say, as of a link that leads to itself
 */
export function foundAt(path: string, named = path): Stats | undefined {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new UsageError(`${named}: it cannot be looked at (${code})`);
	}
}

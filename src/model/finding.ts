import type { Problem } from "../errors.ts";
import { formatPath } from "./path.ts";

/** One thing wrong with a declaration, with its path still as a list of keys. `toProblem` turns it into a Problem. */
export interface Finding {
	readonly path: readonly PropertyKey[];
	/** See Problem. */
	readonly message: string;
}

export function toProblem({ path, message }: Finding): Problem {
	return { path: formatPath(path), message };
}

import type { Problem } from "../errors.ts";
import { formatPath } from "./path.ts";

/** One thing wrong with a declaration, its place still a value. It becomes a Problem where all have come together. */
export interface Finding {
	readonly path: readonly PropertyKey[];
	/** See Problem. */
	readonly message: string;
}

export function toProblem({ path, message }: Finding): Problem {
	return { path: formatPath(path), message };
}

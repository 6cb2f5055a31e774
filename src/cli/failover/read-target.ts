import { isPath } from "../is-path.ts";

/** The words after `lvsctl failover` or `lvsctl standby`. */
export interface Target {
	/** Undefined: none was named. */
	readonly director: string | undefined;
	readonly folder: string;
}

/** Reads `[DIRECTOR] [FOLDER]`: a path alone is the folder. */
export function readTarget([first, second]: readonly string[]): Target {
	return first !== undefined && second === undefined && isPath(first)
		? { director: undefined, folder: first }
		: { director: first, folder: second ?? "." };
}

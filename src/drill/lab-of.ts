import type { Environment } from "../environment.ts";
import { findLab } from "../lab/find-lab.ts";

/** The folder of the lab that runs for a program. Undefined: its machines are the user's own. */
export function labOf(
	folder: string,
	stack: string,
	environment: Environment,
): string | undefined {
	return stack === "lab"
		? findLab(folder, environment)?.state.folder
		: undefined;
}

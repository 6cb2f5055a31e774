import type { Environment } from "../environment.ts";
/** What the command line passes to the parts of the lab that change something: where things are, and how to report progress. */
export interface LabContext {
	readonly environment: Environment;
	/** Prints one line for the user on standard error. */
	readonly report: (line: string) => void;
}

/** What the command line passes to the parts of the lab that change something: where things are, and how to report progress. */
export interface LabContext {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Prints one line for the user on standard error. */
	readonly report: (line: string) => void;
}

/** What the doing parts of the lab get from the command line: where things are, and where to say what happens. */
export interface LabContext {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** One line for the user, on standard error. */
	readonly report: (line: string) => void;
}

/** Where a probe ended, and why. */
export interface Finding {
	/** Name of the host whose fault it is. */
	readonly host: string;
	/** Between which two it ended, `lb -> rs1`, or on which. */
	readonly hop: string;
	/** The cause in one line, without the host's name. */
	readonly cause: string;
	/** What to do. */
	readonly wayOut: string;
	/** What was seen, from the client on. */
	readonly evidence: readonly string[];
}

/** A finding before its evidence is told. */
export interface Cause extends Omit<Finding, "evidence"> {
	/** The thing that is at fault, where the cause also names whom it hit: probes that ended for it are one finding. */
	readonly thing?: string;
}

/** As the judge leaves it; `joined` takes the thing away. */
export interface Judged extends Finding, Cause {}

/** Where a probe ended, and why. */
export interface Finding {
	/** Name of the host at fault. */
	readonly host: string;
	/** The two hosts between which it ended, `lb -> rs1`, or the host on which it ended. */
	readonly hop: string;
	/** The cause in one line, without the host's name. */
	readonly cause: string;
	/** What to do. */
	readonly wayOut: string;
	/** What was seen, beginning at the client. */
	readonly evidence: readonly string[];
}

/** A finding before its evidence is added. */
export interface Cause extends Omit<Finding, "evidence"> {
	/** The thing that is at fault, if the cause also names the client: probes that ended for the same thing are one finding. */
	readonly thing?: string;
}

/** A finding as the judge leaves it; `joined` removes the thing. */
export interface Judged extends Finding, Cause {}

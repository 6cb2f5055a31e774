/** What a client saw of its load. Times are seconds since the client booted. */
export interface Load {
	readonly requests: readonly Request[];
	readonly held: readonly Held[];
}

/** One request over a connection of its own. */
export interface Request {
	readonly at: number;
	/** Undefined: it has not ended yet. */
	readonly answer?: Answer;
}

/** How a request ended. */
export interface Answer {
	/** Seconds. */
	readonly took: number;
	/** Why it is lost; undefined: it was answered. */
	readonly lost?: Lost;
	/** What curl says of a lost one, or which status came. */
	readonly why: string;
	/** The real server that the answer names. */
	readonly by?: string;
}

/** The ways in which a request is lost. */
export const lostKinds = [
	"refused",
	"reset",
	"timed out",
	"wrong status",
	"other",
] as const;

export type Lost = (typeof lostKinds)[number];

/** One connection that was held open. */
export interface Held {
	readonly from: number;
	/** Undefined: it is open still. */
	readonly end?: {
		readonly at: number;
		/** Whether it did all that was asked until we ended it. */
		readonly whole: boolean;
	};
	/** The real server at its other end, where that names itself. */
	readonly by?: string;
}

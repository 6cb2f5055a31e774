/** What a client saw under its load. Times are seconds since the client booted. */
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
	/** For a lost one, curl's message, or the status that came. */
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
		/** Whether it worked without an error until we ended it. */
		readonly whole: boolean;
	};
	/** The real server at its other end, if answers name it. */
	readonly by?: string;
}

import type { Reason } from "./reason.ts";

/** Something of an operator's web server by which visitors would not come to a site of ours, or the web server would not start again. */
export interface Beside extends Reason {
	/** Nothing of ours is there yet: no change must begin. Else an operator did it since, and it is told. */
	readonly stops: boolean;
}

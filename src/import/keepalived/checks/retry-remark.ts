import {
	leastEverySeconds,
	mostCheckSeconds,
} from "../../../model/check-bounds.ts";
import { leastPause, retryPause } from "../../../model/retry-pause.ts";
import type { Times } from "./found-check.ts";

/** When keepalived asks again, in seconds. */
export interface Retrying {
	readonly every: number;
	/** How long an answer may take there. */
	readonly limit: number;
	/** From a check that failed to the next. */
	readonly between: number;
}

/**
 * What is said where checks follow a failure at another pace than in keepalived. It tells of a real server that refuses, as each check ends at once
 * then: so it is the same, from whichever end of a check the time is counted. Undefined: they do not.
 */
export function retryRemark(
	there: Retrying,
	declared: Times,
): string | undefined {
	const retries = declared.failures - 1;
	const here = retryPause(declared);
	if (retries === 0 || rounded(here) === rounded(there.between))
		return undefined;
	const outHere = declared.everySeconds + retries * here;
	const outThere = there.every + retries * there.between;
	return `after a check that fails at once keepalived asks again after ${there.between} s, and here the next one comes after ${rounded(here)} s: a real server that refuses is out after at most ${rounded(outHere)} s, there after ${rounded(outThere)} s${proposed(outThere, there.limit, declared)}`;
}

/**
 * The pace at which a real server that refuses is out after as long. The same time for an answer is kept where that leaves something between two
 * checks: one that does not answer is out after as long as well then.
 */
function proposed(out: number, limit: number, declared: Times): string {
	const retries = declared.failures - 1;
	const kept = (out + retries * limit) / declared.failures;
	const leaves = kept - limit >= leastPause;
	const every = rounded(leaves ? kept : out - retries * leastPause);
	const timeout = leaves ? limit : every;
	if (every < leastEverySeconds || every > mostCheckSeconds) return "";
	// the declaration names none that is as long as its pace
	const stands =
		declared.timeoutSeconds < declared.everySeconds
			? declared.timeoutSeconds
			: every;
	return `; for the same write \`everySeconds: ${every}${timeout === stands ? "" : `, timeoutSeconds: ${timeout}`}\``;
}

function rounded(seconds: number): number {
	return Math.round(seconds * 10) / 10;
}

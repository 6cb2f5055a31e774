/**
 * Seconds from a check that failed at once to the next one: what the time for an answer leaves of the usual pace. One that fails late makes the
 * pace as usual: keepalived counts this from its end.
 */
export function retryPause(check: {
	readonly everySeconds: number;
	readonly timeoutSeconds: number;
}): number {
	return Math.max(check.everySeconds - check.timeoutSeconds, leastPause);
}

/** Between two checks of which the first took all its time. */
export const leastPause = 0.1;

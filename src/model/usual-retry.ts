import { toHundredths } from "./to-hundredths.ts";

/**
 * Seconds from a check that failed to the next one, if a declaration does not say: what the time for an answer leaves of the usual pace, so that failures are
 * spread over that pace. It is at least a second (keepalived's own default), or half of the pace where that is shorter: two failures that follow each other at
 * once would tell no more than one, and a web server that starts again refuses for a moment.
 */
export function usualRetry(check: {
	readonly everySeconds: number;
	readonly timeoutSeconds: number;
}): number {
	const { everySeconds, timeoutSeconds } = check;
	const least = Math.min(1, everySeconds / 2);
	return toHundredths(Math.max(everySeconds - timeoutSeconds, least));
}

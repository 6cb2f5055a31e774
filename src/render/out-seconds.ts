import type { Check } from "../model/cluster.ts";

/** A failing real server is out after at most this many seconds, also if every check gets no answer at all. */
export function outSeconds({
	everySeconds,
	timeoutSeconds,
	failures,
	retrySeconds,
}: Check): number {
	const seconds =
		everySeconds + failures * timeoutSeconds + (failures - 1) * retrySeconds;
	// sums of decimal fractions are not exact
	return Math.round(seconds * 100) / 100;
}

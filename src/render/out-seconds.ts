import type { Check } from "../model/cluster.ts";
import { toHundredths } from "../model/to-hundredths.ts";

/** A failing real server is out after at most this many seconds, also if every check gets no answer at all. */
export function outSeconds({
	everySeconds,
	timeoutSeconds,
	failures,
	retrySeconds,
}: Check): number {
	return toHundredths(
		everySeconds + failures * timeoutSeconds + (failures - 1) * retrySeconds,
	);
}

/**
 * So many seconds after the checks have begun, a real server of which nothing was heard counts as failing: keepalived does not report one that fails from its
 * start. There must be time for two answers, as a machine that has just booted is busy.
 */
export function unheardSeconds(check: Check): number {
	return Math.ceil(2 * outSeconds(check) + 3);
}

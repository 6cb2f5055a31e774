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

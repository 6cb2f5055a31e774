import type { Check } from "../model/cluster.ts";

/** A failing real server is out after at most this many seconds. Tries follow each other at the declared pace, and sooner after one that fails. */
export function outSeconds({
	everySeconds,
	timeoutSeconds,
	failures,
}: Check): number {
	return everySeconds * failures + timeoutSeconds;
}

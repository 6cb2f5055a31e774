import { countLost } from "./count-lost.ts";
import type { Load } from "./load.ts";

/** Seconds within which a service that works answers. */
const patience = 4;

/** Why nothing can be learned from an event: the service does not work before it. */
export interface NotWell {
	readonly reason: string;
	/** Whether that may change by itself: an answer may come late, as from a machine that is busy. */
	readonly passes: boolean;
}

/** Judges the requests before an event. Undefined: all is well. */
export function notWell({ requests }: Load): NotWell | undefined {
	const now = Math.max(0, ...requests.map(({ at }) => at));
	const lost = countLost(requests);
	if (lost.all > 0)
		return {
			reason: `${lost.all} of ${requests.length} requests were lost before it (${lost.words})`,
			passes: false,
		};
	const waiting = requests.filter(
		({ at, answer }) => answer === undefined && now - at >= patience,
	).length;
	if (waiting > 0)
		return {
			reason: `${waiting} of ${requests.length} requests had no answer after ${patience} s before it`,
			passes: true,
		};
	return requests.some(({ answer }) => answer !== undefined)
		? undefined
		: { reason: "no request was answered before it", passes: true };
}

import type { Desired } from "../../model/desired.ts";
import { clockLines } from "../clock.ts";
import { startedBy } from "../kinds/started-by.ts";
import type { Observed } from "../observed.ts";
import { besideSites } from "./beside-sites.ts";

/**
 * What does not work on a host though it is as declared, and what no change by us would mend. Each of them is a remark too; an `up` that changes nothing tells
 * these alone.
 */
export function faults(desired: Desired, observed: Observed): string[] {
	return [
		...clockLines(observed.clockAhead ?? 0),
		...failedTasks(observed),
		...besideSites(desired, observed)
			.filter(({ stops }) => !stops)
			.map(({ saw, advice }) => `${saw}. ${advice}`),
	];
}

/** Services that failed when their timer started them last. The timer goes on, as if all were well. */
function failedTasks({ units }: Observed): string[] {
	return Object.entries(units)
		.filter(([, unit]) => unit?.startsFailed)
		.map(([timer]) => {
			const service = startedBy(timer);
			return `${service} failed when its timer started it last, so what it has to do is not done; why: journalctl -n 20 -u ${service}`;
		});
}

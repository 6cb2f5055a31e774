import type { DrillEvent } from "../../drill/drill-event.ts";
import type { Problem } from "../../errors.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import {
	standByProblem,
	takeDownProblem,
} from "../failover/stand-by-problem.ts";
import { lookAt } from "../status/look-at.ts";

/** Looks at all directors of a cluster: why this one must not be taken down by an event; undefined: another one is ready. */
export async function whyNotDown(
	{ letsIn }: Pick<DrillEvent, "letsIn">,
	directors: readonly HostInputs[],
	{ component, name }: Pick<HostInputs, "component" | "name">,
): Promise<Problem | undefined> {
	const own = directors.filter((each) => each.component === component);
	const all = await Promise.all(
		own.map(async (host) => ({
			host,
			found: await lookAt(host, { counts: false }),
		})),
	);
	return (letsIn === true ? standByProblem : takeDownProblem)(all, name);
}

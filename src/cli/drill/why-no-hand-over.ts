import type { Problem } from "../../errors.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { standByProblem } from "../failover/stand-by-problem.ts";
import { lookAt } from "../status/look-at.ts";

/** Looks at all directors of a cluster: why none could take over from this one; undefined: one can. */
export async function whyNoHandOver(
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
	return standByProblem(all, name);
}

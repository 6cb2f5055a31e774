import type { DeclaredRules } from "../../import/declare-vip.ts";
import { clusterName } from "../../import/format-declaration.ts";
import { Missing } from "../../import/missing.ts";
import { defaults } from "../../model/defaults.ts";

/** The smoke test of one cluster of a new project. */
export interface DeclaredSmokeTest {
	/** The name of the cluster's variable in the program. */
	readonly cluster: string;
	/** Check -> the service that it asks. */
	readonly checks: readonly (readonly [
		kind: "spread" | "sticky",
		service: string,
	])[];
	/** Why it cannot pass yet, and what to do. Then it is written as a comment. */
	readonly lacks?: string;
}

/** The checks that can prove each cluster, from a client machine. */
export function declareSmokeTests(
	clusters: readonly DeclaredRules[],
	page: boolean,
): DeclaredSmokeTest[] {
	return clusters.map(({ services }, index) => {
		const cluster = clusterName(index);
		const checks = Object.entries(services).flatMap(([name, service]) => {
			const kind = checkOf(service);
			return kind === undefined ? [] : [[kind, name] as const];
		});
		const lacks =
			checks.length === 0
				? `no smoke test for ${cluster}: spread proves the schedulers rr and wrr, sticky a service with persistence, both by HTTP, at a port that the rules name; here is none of these`
				: page
					? undefined
					: `the smoke test of ${cluster} is a comment in index.ts: it counts who answers, so let each real server answer with the header ${defaults.header}: its name`;
		return { cluster, checks, ...(lacks === undefined ? {} : { lacks }) };
	});
}

function checkOf({
	tcp,
	scheduler,
	persistence,
}: Record<string, unknown>): "spread" | "sticky" | undefined {
	// the rules of a mark do not say its ports
	if (tcp === undefined || tcp instanceof Missing) return undefined;
	if (persistence !== undefined) return "sticky";
	return scheduler === "rr" || scheduler === "wrr" ? "spread" : undefined;
}

import type { Stack } from "../pulumi/pulumi.ts";
import { deployed } from "../stack/deployed.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { diagnoseCluster } from "./diagnose-cluster.ts";
import { formatVerdicts } from "./format-verdicts.ts";

/** After a check that failed: says on standard error where requests end, and why. What it cannot find out is said, and is no failure of its own. */
export async function diagnoseFailed(cluster: OpenStack): Promise<void> {
	if (cluster.directors.length === 0) return;
	console.error("a check failed; where requests end is asked of the hosts:");
	try {
		console.error(formatVerdicts(await diagnoseCluster(cluster, {})));
	} catch (error) {
		console.error(
			`not found out: ${error instanceof Error ? error.message : error}; lvsctl diagnose asks again`,
		);
	}
}

/** As `diagnoseFailed`, after an `up` that failed, where it was a smoke test that did. */
export async function diagnoseFailedProof(stack: Stack): Promise<void> {
	const found = await deployed(stack);
	if (found.smokeTests.some(({ passed }) => !passed))
		await diagnoseFailed({ ...found, stack });
}

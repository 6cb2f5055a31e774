import type { Stack } from "../pulumi/pulumi.ts";
import { deployed } from "../stack/deployed.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { diagnoseCluster } from "./diagnose-cluster.ts";
import { formatVerdicts } from "./format-verdicts.ts";

/** After a check that failed: prints on standard error where requests end, and why. If it cannot find this out, it says so, and that is no further failure. */
export async function diagnoseFailed(cluster: OpenStack): Promise<void> {
	if (cluster.directors.length === 0) return;
	console.error("a check failed; asking the hosts where requests end:");
	try {
		console.error(formatVerdicts(await diagnoseCluster(cluster, {})));
	} catch (error) {
		console.error(
			`could not find out: ${error instanceof Error ? error.message : error}; lvsctl diagnose asks again`,
		);
	}
}

/** As `diagnoseFailed`, after an `up` that failed because of a smoke test. */
export async function diagnoseFailedProof(stack: Stack): Promise<void> {
	const found = await deployed(stack);
	if (found.smokeTests.some(({ passed }) => !passed))
		await diagnoseFailed({ ...found, stack });
}

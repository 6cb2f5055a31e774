import { runChecks } from "../provider/smoke-resource.ts";
import type { CheckResult } from "../smoke/check.ts";
import { deployed } from "./deployed.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs the smoke tests that the folder's stack has, as its last `up` left them, and changes nothing: no host, no state.
 *
 * @throws UsageError where the stack has none.
 */
export async function runDeclaredChecks(
	folder: string,
): Promise<CheckResult[]> {
	const { smokeTests } = await deployed(folder);
	if (smokeTests.length === 0)
		throw new UsageError(
			`${folder}: its stack has no smoke test that passed; declare a SmokeTest and run: lvs up ${folder}`,
		);
	const results: CheckResult[] = [];
	for (const declared of smokeTests)
		results.push(...(await runChecks(declared)));
	return results;
}

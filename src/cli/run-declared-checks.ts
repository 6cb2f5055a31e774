import { LabError } from "../errors.ts";
import { runChecks } from "../provider/smoke-resource.ts";
import type { CheckResult } from "../smoke/check.ts";
import { deployed } from "./deployed.ts";

/**
 * Runs the smoke tests of the folder's stack, as its last `up` left them. It changes no host and no state.
 *
 * @throws LabError where the stack has no smoke test.
 */
export async function runDeclaredChecks(
	folder: string,
): Promise<CheckResult[]> {
	const { smokeTests } = await deployed(folder);
	if (smokeTests.length === 0)
		throw new LabError(
			`${folder}: its stack has no smoke test that passed; declare a SmokeTest and run: bin/lvs up ${folder}`,
		);
	const results: CheckResult[] = [];
	for (const declared of smokeTests)
		results.push(...(await runChecks(declared)));
	return results;
}

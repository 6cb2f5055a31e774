import { existsSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../errors.ts";
import type { CheckResult } from "../smoke/check.ts";
import { runChecks, type SmokeInputs } from "../smoke/smoke-resource.ts";
import { askPulumi, type Stack } from "./pulumi.ts";
import { prepareStack } from "./stack.ts";

interface Deployment {
	readonly deployment: {
		readonly resources?: readonly {
			readonly type: string;
			readonly inputs?: SmokeInputs;
		}[];
	};
}

/**
 * Runs the smoke tests that the folder's stack has, as its last `up` left them, and changes nothing: no host, no state.
 *
 * @throws LabError where the stack has none.
 */
export async function runDeclaredChecks(
	folder: string,
): Promise<CheckResult[]> {
	const stack: Stack = existsSync(join(folder, "lab.ts"))
		? await prepareStack(folder)
		: { folder, environment: {} };
	const { deployment } = JSON.parse(
		await askPulumi(["stack", "export", "--show-secrets"], stack),
	) as Deployment;
	const tests = (deployment.resources ?? []).filter(
		({ type }) => type === "pulumi-nodejs:dynamic/lvs:SmokeTest",
	);
	if (tests.length === 0)
		throw new LabError(
			`${folder}: its stack has no smoke test that passed; declare a SmokeTest and run: bin/lvs up ${folder}`,
		);
	const results: CheckResult[] = [];
	for (const { inputs } of tests)
		if (inputs !== undefined)
			results.push(...(await runChecks(inputs.connection, inputs.checks)));
	return results;
}

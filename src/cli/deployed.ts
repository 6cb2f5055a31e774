import { existsSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../errors.ts";
import type { HostOutputs } from "../remote/host-resource.ts";
import type { SmokeInputs } from "../smoke/smoke-resource.ts";
import { askPulumi, type Stack } from "./pulumi.ts";
import { prepareStack } from "./stack.ts";

/** What the last `up` left in the state of a folder's stack. */
export interface Deployed {
	readonly directors: readonly HostOutputs[];
	readonly realServers: readonly HostOutputs[];
	readonly smokeTests: readonly SmokeInputs[];
}

interface Deployment {
	readonly deployment: {
		readonly resources?: readonly {
			readonly type: string;
			readonly inputs?: unknown;
			readonly outputs?: unknown;
		}[];
	};
}

/** The folder's stack: of its lab, which must run, or the one that pulumi has selected. */
export async function stackOf(folder: string): Promise<Stack> {
	return existsSync(join(folder, "lab.ts"))
		? await prepareStack(folder)
		: { folder, environment: {} };
}

export async function deployed(folder: string): Promise<Deployed> {
	const { deployment } = JSON.parse(
		await askPulumi(
			["stack", "export", "--show-secrets"],
			await stackOf(folder),
		),
	) as Deployment;
	const all = (kind: string, what: "inputs" | "outputs") =>
		(deployment.resources ?? [])
			.filter(({ type }) => type === `pulumi-nodejs:dynamic/lvs:${kind}`)
			.flatMap((resource) => resource[what] ?? []);
	return {
		directors: all("Director", "outputs") as HostOutputs[],
		realServers: all("RealServer", "outputs") as HostOutputs[],
		smokeTests: all("SmokeTest", "inputs") as SmokeInputs[],
	};
}

/** @throws LabError where the folder's stack has no cluster. */
export async function deployedCluster(folder: string): Promise<Deployed> {
	const found = await deployed(folder);
	if (found.directors.length === 0)
		throw new LabError(
			`${folder}: its stack has no cluster; run: bin/lvs up ${folder}`,
		);
	return found;
}

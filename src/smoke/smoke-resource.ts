import { CheckFailedError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { equal, type Verbs } from "../remote/verbs.ts";
import { withSession } from "../remote/with-session.ts";
import type { CheckResult } from "./check.ts";
import { formatResult, type ResolvedCheck, runCheck } from "./checks.ts";

/** Inputs of the resource that proves a cluster; kept in the user's state. */
export interface SmokeInputs {
	readonly name: string;
	readonly connection: HostConnection;
	readonly checks: readonly ResolvedCheck[];
	/** Revisions of the hosts that are proven: what changed is proven again. */
	readonly proves: Readonly<Record<string, string>>;
}

export interface SmokeOutputs extends SmokeInputs {
	readonly schemaVersion: 1;
	readonly results: readonly CheckResult[];
}

/** Runs the checks when it is made and when anything it depends on changed. It leaves nothing on any host. */
export const smokeResource: Verbs<SmokeInputs, SmokeOutputs> = {
	id: ({ name }) => `smoke/${name}`,
	inputs: pick,
	diff: (before, inputs) => ({
		changed: !equal(pick(before), pick(inputs)),
		replaces: [],
	}),

	async create(inputs) {
		const results = await runChecks(inputs.connection, inputs.checks);
		if (results.some(({ passed }) => !passed))
			throw new CheckFailedError(results.map(formatResult).join("\n"));
		return { ...inputs, schemaVersion: 1, results };
	},

	async update(_before, inputs) {
		return this.create(inputs);
	},

	// a proof is of its time: nothing on a host can drift from it
	read: async (before) => before,
	delete: async () => [],
};

/** All checks, one after the other: they count connections, and would count each other's. */
export function runChecks(
	connection: HostConnection,
	checks: readonly ResolvedCheck[],
): Promise<CheckResult[]> {
	return withSession(connection, async (client) => {
		const results: CheckResult[] = [];
		for (const check of checks) results.push(await runCheck(check, client));
		return results;
	});
}

function pick(inputs: SmokeInputs): SmokeInputs {
	const { name, connection, checks, proves } = inputs;
	return { name, connection, checks, proves };
}

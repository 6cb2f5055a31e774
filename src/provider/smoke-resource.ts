import { CheckFailedError, HalfDoneError } from "../errors.ts";
import { equal } from "../host/equal.ts";
import { type Secrets, withoutSecrets } from "../host/secrets.ts";
import type { HostConnection } from "../model/host.ts";
import type { CheckResult } from "../smoke/check.ts";
import {
	formatResult,
	type ResolvedCheck,
	runCheck,
	runsAlone,
} from "../smoke/checks.ts";
import { withPasswords } from "../smoke/passwords.ts";
import type { Session } from "../ssh/session.ts";
import { withSession } from "../ssh/with-session.ts";
import type { Made, Verbs } from "./verbs.ts";

/** Inputs of the resource that proves a cluster. They are kept in the user's state. */
export interface SmokeInputs {
	readonly name: string;
	readonly connection: HostConnection;
	/** A second client machine, for checks that need one. */
	readonly second?: HostConnection;
	/** Name -> value of the passwords in `checks`. A Pulumi secret. */
	readonly secrets?: Secrets;
	readonly checks: readonly ResolvedCheck[];
	/** Host -> its revision. When one changes, the checks run again. */
	readonly proves: Readonly<Record<string, string>>;
}

export interface SmokeOutputs extends SmokeInputs, Made {
	readonly results: readonly CheckResult[];
}

/** Runs the checks when the resource is created, and when anything that it depends on has changed. It leaves nothing on any host. */
export const smokeResource: Verbs<SmokeInputs, SmokeOutputs> = {
	id: ({ name }) => `smoke/${name}`,
	inputs: pick,
	diff: (before, inputs) => ({
		changed: !equal(pick(before), pick(inputs)),
		replaces: [],
	}),

	// without a proof the state keeps what was to be proved: `lvsctl check` can ask again, and the next `up` does
	async create(inputs) {
		try {
			return { ...inputs, schemaVersion: 1, results: await prove(inputs) };
		} catch (error) {
			throw new HalfDoneError(error as Error);
		}
	},

	async update(_before, inputs) {
		return this.create(inputs);
	},

	// a proof is about a moment, so nothing on a host can drift from it
	read: async (before) => before,
	delete: async () => [],
};

/** @throws CheckFailedError with what each check saw, where one of them failed. */
async function prove(inputs: SmokeInputs): Promise<readonly CheckResult[]> {
	const results = await runChecks(inputs);
	if (results.some(({ passed }) => !passed))
		throw new CheckFailedError(
			`${results.map(formatResult).join("\n")}\nlvsctl diagnose says where a request ends, and why.`,
		);
	return results;
}

/** Runs all checks: first those that must run alone, one after the other, then the others at the same time. Results are in the order of the checks. */
export function runChecks({
	connection,
	second,
	secrets = {},
	checks,
}: Pick<SmokeInputs, "connection" | "second" | "secrets" | "checks">): Promise<
	CheckResult[]
> {
	const filled = checks.map((check) => withPasswords(check, secrets));
	return withoutSecrets(secrets, () =>
		withSession(connection, async (client) => {
			const all = async (other: Session) => {
				const results = new Map<ResolvedCheck, CheckResult>();
				const run = async (check: ResolvedCheck) => {
					results.set(check, await runCheck(check, client, other));
				};
				for (const check of filled.filter(runsAlone)) await run(check);
				const ended = await Promise.allSettled(
					filled.filter((check) => !runsAlone(check)).map(run),
				);
				for (const one of ended)
					if (one.status === "rejected") throw one.reason;
				return filled.flatMap((check) => results.get(check) ?? []);
			};
			return second === undefined ? all(client) : withSession(second, all);
		}),
	);
}

function pick(inputs: SmokeInputs): SmokeInputs {
	const { name, connection, second, secrets, checks, proves } = inputs;
	return {
		name,
		connection,
		...(second === undefined ? {} : { second }),
		...(secrets === undefined ? {} : { secrets }),
		checks,
		proves,
	};
}

import { CheckFailedError, HalfDoneError } from "../errors.ts";
import { equal } from "../host/equal.ts";
import { type Secrets, withoutSecrets } from "../host/secrets.ts";
import type { HostConnection } from "../model/host.ts";
import type { CheckResult } from "../smoke/check.ts";
import {
	formatResult,
	type ResolvedCheck,
	runCheck,
	runInTurn,
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
	/** How the hosts are reached that an outage may hit, by `hostKey`. */
	readonly machines?: Readonly<Record<string, HostConnection>>;
	/** Host -> its revision. When one changes, the checks run again. */
	readonly proves: Readonly<Record<string, string>>;
}

export interface SmokeOutputs extends SmokeInputs, Made {
	readonly results: readonly CheckResult[];
}

/**
 * Runs the checks when the resource is created, and when anything that it depends on has changed. It leaves nothing on any host: the changes of an outage are
 * taken back.
 */
export const smokeResource: Verbs<SmokeInputs, SmokeOutputs> = {
	id: ({ name }) => `smoke/${name}`,
	inputs: pick,
	diff: (before, inputs) => ({
		changed: !equal(pick(before), pick(inputs)),
		replaces: [],
	}),

	// without a proof the state keeps what had to be proved: `lvsctl check` can ask again, and the next `up` does
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

/** @throws CheckFailedError with the result of each check, if one of them failed. */
async function prove(inputs: SmokeInputs): Promise<readonly CheckResult[]> {
	const results = await runChecks(inputs);
	if (results.some(({ passed }) => !passed))
		throw new CheckFailedError(
			`${results.map(formatResult).join("\n")}\nlvsctl diagnose says where a request ends, and why.`,
		);
	return results;
}

/** Runs all checks, see `runInTurn`. */
export function runChecks({
	connection,
	second,
	secrets = {},
	machines = {},
	checks,
}: Pick<
	SmokeInputs,
	"connection" | "second" | "secrets" | "machines" | "checks"
>): Promise<CheckResult[]> {
	const filled = checks.map((check) => withPasswords(check, secrets));
	return withoutSecrets(secrets, () =>
		withSession(connection, (client) => {
			const all = (other: Session) =>
				runInTurn(filled, (check) => runCheck(check, client, other, machines));
			return second === undefined ? all(client) : withSession(second, all);
		}),
	);
}

function pick(inputs: SmokeInputs): SmokeInputs {
	const { name, connection, second, secrets, checks, machines, proves } =
		inputs;
	return {
		name,
		connection,
		...(second === undefined ? {} : { second }),
		...(secrets === undefined ? {} : { secrets }),
		checks,
		...(machines === undefined ? {} : { machines }),
		proves,
	};
}

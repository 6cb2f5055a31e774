import { randomInt } from "node:crypto";
import { equal } from "../host/equal.ts";
import { isMade, type Made, type Verbs } from "./verbs.ts";

/** Secrets that the user did not give. They are generated once, and kept encrypted in the user's state. */
export interface SecretsInputs {
	readonly name: string;
	/** The names of the secrets to generate. */
	readonly names: readonly string[];
	/** Number of characters of each secret. */
	readonly length: number;
}

export interface SecretsOutputs extends SecretsInputs, Made {
	/** Name -> value of the secret, letters and digits. */
	readonly values: Readonly<Record<string, string>>;
}

/** Generates secrets that are missing, and drops those that are no longer wanted. The others stay as they are. */
export const secretsResource: Verbs<SecretsInputs, SecretsOutputs> = {
	id: ({ name }) => `secrets/${name}`,
	inputs: ({ name, names, length }) => ({ name, names, length }),
	diff: (before, { names }) => ({
		changed: !equal([...before.names].sort(), [...names].sort()),
		replaces: [],
	}),
	create: async (inputs) => make(inputs, {}),
	update: async (before, inputs) =>
		make(inputs, isMade(before) ? before.values : {}),
	read: async (before) => before,
	delete: async () => [],
};

function make(
	inputs: SecretsInputs,
	known: SecretsOutputs["values"],
): SecretsOutputs {
	return {
		...inputs,
		schemaVersion: 1,
		values: Object.fromEntries(
			inputs.names.map((name) => [name, known[name] ?? random(inputs.length)]),
		),
	};
}

const alphabet =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function random(length: number): string {
	return Array.from(
		{ length },
		() => alphabet[randomInt(alphabet.length)],
	).join("");
}

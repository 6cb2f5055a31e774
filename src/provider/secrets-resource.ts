import { randomInt } from "node:crypto";
import { equal } from "../host/equal.ts";
import { isMade, type Made, type Verbs } from "./verbs.ts";

/** Secrets that were not given: made once, and kept in the user's state, encrypted. */
export interface SecretsInputs {
	readonly name: string;
	/** What shall be made. */
	readonly names: readonly string[];
	/** Characters of each. */
	readonly length: number;
}

export interface SecretsOutputs extends SecretsInputs, Made {
	/** Name -> its value: letters and digits. */
	readonly values: Readonly<Record<string, string>>;
}

/** Made where there is none; one that is wanted no more goes, the others stay as they are. */
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

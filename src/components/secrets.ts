import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { type SecretPlace, secretProblem } from "../model/given-secret.ts";
import { plainly } from "./plainly.ts";
import { ManagedResource } from "./resource.ts";

/** Secrets that the user did not give. Internal: they are generated once, and kept encrypted in the state. */
export class Secrets extends ManagedResource {
	/** Name -> value. */
	declare readonly values: pulumi.Output<Record<string, string>>;

	constructor(
		name: string,
		inputs: { readonly names: readonly string[]; readonly length: number },
		options: pulumi.CustomResourceOptions,
	) {
		super(
			"Secrets",
			name,
			{ name, ...inputs, schemaVersion: undefined, values: undefined },
			{ ...options, additionalSecretOutputs: ["values"] },
		);
	}
}

/** A secret that a component needs. */
export type SecretNeeded = MadeSecret | DeclaredSecret;

/** A secret that is always generated. */
interface MadeSecret {
	readonly place: SecretPlace;
}

interface DeclaredSecret extends MadeSecret {
	/** The path of the secret in the declaration: `administrator.password`. */
	readonly path: string;
	/** Undefined: a secret is generated. */
	readonly given: pulumi.Input<string> | undefined;
}

/**
 * The secrets that a component needs: those that the user gave, and generated ones for the others.
 *
 * @param subject what an error is about: `WordPress blog`
 * @throws pulumi.RunError where a given secret has characters that its place does not allow. No host has been touched by then,
 * unless the secret comes from another resource.
 */
export function secretsOf(
	parent: pulumi.Resource,
	component: string,
	subject: string,
	needed: Readonly<Record<string, SecretNeeded>>,
	length = 32,
): Record<string, pulumi.Input<string>> {
	const checked = ({ path, given, place }: DeclaredSecret) => {
		const check = (value: string) =>
			plainly(() => {
				const message = secretProblem(place, value);
				if (message !== undefined)
					throw new DeclarationError(subject, [{ path, message }]);
				return value;
			});
		return typeof given === "string"
			? check(given)
			: pulumi.output(given).apply((value) => check(value ?? ""));
	};
	const entries = Object.entries(needed);
	const given = Object.fromEntries(
		entries.flatMap(([name, each]) =>
			"path" in each && each.given !== undefined ? [[name, checked(each)]] : [],
		),
	);
	const names = entries.flatMap(([name]) => (name in given ? [] : [name]));
	if (names.length === 0) return given;
	const { values } = new Secrets(
		`${component}-secrets`,
		{ names, length },
		{ parent },
	);
	return Object.fromEntries(
		entries.map(([name]) => [
			name,
			given[name] ?? values.apply((made) => made[name] ?? ""),
		]),
	);
}

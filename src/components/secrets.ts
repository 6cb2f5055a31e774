import type * as pulumi from "@pulumi/pulumi";
import { ManagedResource } from "./resource.ts";

/** Secrets that were not given. Internal: made once, and kept in the state, encrypted. */
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

/**
 * The secrets that a component needs: those that were given, and new ones for the others.
 *
 * @param given name -> the value, or undefined where one is to be made.
 */
export function secretsOf(
	parent: pulumi.Resource,
	component: string,
	given: Readonly<Record<string, pulumi.Input<string> | undefined>>,
	length = 32,
): Record<string, pulumi.Input<string>> {
	const names = Object.keys(given).filter((name) => given[name] === undefined);
	if (names.length === 0) return given as Record<string, pulumi.Input<string>>;
	const { values } = new Secrets(
		`${component}-secrets`,
		{ names, length },
		{ parent },
	);
	return Object.fromEntries(
		Object.entries(given).map(([name, value]) => [
			name,
			value ?? values.apply((made) => made[name] ?? ""),
		]),
	);
}

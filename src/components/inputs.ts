import * as pulumi from "@pulumi/pulumi";
import { unknown } from "../model/unknown.ts";
import { withheld } from "../model/withheld.ts";

/**
 * The shape of a declaration whose leaves may come from other resources. The names in records decide how many resources there
 * are, so they must be plain values, known at every preview.
 */
export type Inputs<Declared> = Declared extends string | number | boolean
	? pulumi.Input<Declared>
	: { readonly [Key in keyof Declared]: Inputs<Declared[Key]> };

/** The part that can be checked at once: the declaration with `unknown` in place of every leaf that comes from a resource. */
export function knownPart(declared: unknown): unknown {
	return comesLater(declared)
		? unknown
		: mapValues(declared, (inner) => knownPart(inner));
}

/** Whether no part of the declaration comes from a resource, so that all of it can be checked at once. */
export function isKnown(declared: unknown): boolean {
	if (comesLater(declared)) return false;
	return typeof declared === "object" && declared !== null
		? Object.values(declared).every(isKnown)
		: true;
}

/** The declaration with `withheld` in place of its secrets. A secret in it would make everything derived from it a secret. */
export function withholdSecrets(
	declared: unknown,
	isSecret: (path: readonly string[]) => boolean,
	path: readonly string[] = [],
): unknown {
	return declared !== undefined && isSecret(path)
		? withheld
		: mapValues(declared, (inner, key) =>
				withholdSecrets(inner, isSecret, [...path, key]),
			);
}

/** Whether the value comes from another resource, or from a promise. */
export function comesLater(value: unknown): boolean {
	return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function mapValues(
	value: unknown,
	map: (value: unknown, key: string) => unknown,
): unknown {
	if (comesLater(value)) return value;
	if (Array.isArray(value))
		return value.map((inner, index) => map(inner, String(index)));
	return typeof value === "object" && value !== null
		? Object.fromEntries(
				Object.entries(value).map(([key, inner]) => [key, map(inner, key)]),
			)
		: value;
}

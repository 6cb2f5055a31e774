import * as pulumi from "@pulumi/pulumi";
import { unknown } from "../model/unknown.ts";
import { withArticle } from "../model/with-article.ts";
import { withheld } from "../model/withheld.ts";

/**
 * The shape of a declaration whose leaves may come from other resources. The names in records decide how many resources there
 * are, so they must be plain values, known at every preview.
 */
export type Inputs<Declared> = Declared extends string | number | boolean
	? pulumi.Input<Declared>
	: { readonly [Key in keyof Declared]: Inputs<Declared[Key]> };

/**
 * The declaration with `unknown` in place of every leaf that comes from a resource: this can be checked at once. A whole resource, which does not belong in a
 * declaration, becomes a symbol that names it.
 */
export function knownPart(declared: unknown): unknown {
	if (comesLater(declared)) return unknown;
	const type = nameOfType(declared);
	return type === undefined
		? mapValues(declared, (inner) => knownPart(inner))
		: Symbol(withArticle(type));
}

/** `Cluster` of a Cluster, and so on for every resource. Undefined for a value that is not a resource. */
export function nameOfType(value: unknown): string | undefined {
	return pulumi.Resource.isInstance(value)
		? (value as { readonly __pulumiType?: string }).__pulumiType
				?.split(":")
				.at(-1)
		: undefined;
}

/** Whether no part of the declaration comes from a resource, so that all of it can be checked at once. */
export function isKnown(declared: unknown): boolean {
	if (comesLater(declared)) return false;
	return typeof declared === "object" && declared !== null
		? Object.values(declared).every(isKnown)
		: true;
}

/**
 * The declaration with `withheld` in place of its secrets, also of those in a part that comes later as a whole. A secret in it would make everything derived
 * from it a secret, and a key that is none yet would stand in all of that.
 */
export function withholdSecrets(
	declared: unknown,
	isSecret: (path: readonly string[]) => boolean,
	path: readonly string[] = [],
): unknown {
	if (declared !== undefined && isSecret(path)) return withheld;
	if (comesLater(declared))
		return (pulumi.output(declared) as pulumi.Output<unknown>).apply((known) =>
			withholdSecrets(known, isSecret, path),
		);
	return mapValues(declared, (inner, key) =>
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

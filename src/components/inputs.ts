import * as pulumi from "@pulumi/pulumi";
import { unknown } from "../model/unknown.ts";

/**
 * The shape of a declaration whose leaves may come from other resources. What decides how many resources there are
 * (the names in records) stays plain: it must be known at every preview.
 */
export type Inputs<Declared> = Declared extends string | number | boolean
	? pulumi.Input<Declared>
	: { readonly [Key in keyof Declared]: Inputs<Declared[Key]> };

/** The declaration with `unknown` in place of every leaf that comes from a resource: what can be checked at once. */
export function knownPart(declared: unknown): unknown {
	if (pulumi.Output.isInstance(declared) || declared instanceof Promise)
		return unknown;
	return mapValues(declared, knownPart);
}

/** No part of it comes from a resource: all of it can be checked at once. */
export function isKnown(declared: unknown): boolean {
	if (pulumi.Output.isInstance(declared) || declared instanceof Promise)
		return false;
	return typeof declared === "object" && declared !== null
		? Object.values(declared).every(isKnown)
		: true;
}

/** The declaration without private keys: a secret in it would make a secret of everything derived from it. */
export function withoutPrivateKeys(declared: unknown): unknown {
	const plain = mapValues(declared, withoutPrivateKeys);
	return isRecord(plain) && plain.privateKey !== undefined
		? { ...plain, privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----" }
		: plain;
}

function mapValues(value: unknown, map: (value: unknown) => unknown): unknown {
	if (pulumi.Output.isInstance(value) || value instanceof Promise) return value;
	if (Array.isArray(value)) return value.map(map);
	return isRecord(value)
		? Object.fromEntries(
				Object.entries(value).map(([key, inner]) => [key, map(inner)]),
			)
		: value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return (
		typeof value === "object" &&
		value !== null &&
		!pulumi.Output.isInstance(value)
	);
}

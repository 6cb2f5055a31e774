import * as pulumi from "@pulumi/pulumi";

const { specialSigKey, specialSecretSig } = pulumi.runtime;

export function isSecret(value: unknown): value is { value: unknown } {
	return (
		typeof value === "object" &&
		value !== null &&
		(value as Record<string, unknown>)[specialSigKey] === specialSecretSig
	);
}

/** The value inside a secret. */
export function opened(value: unknown): unknown {
	if (!isSecret(value)) throw new Error("this is no secret");
	return value.value;
}

/** The same with "[secret]" in place of every secret: what anyone may see. */
export function inClear(value: unknown): unknown {
	if (isSecret(value)) return "[secret]";
	if (Array.isArray(value)) return value.map(inClear);
	return typeof value === "object" && value !== null
		? Object.fromEntries(
				Object.entries(value).map(([key, inner]) => [key, inClear(inner)]),
			)
		: value;
}

import { DeclarationError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";
import { fillSecretPlaces, literal, placesIn } from "../model/placeholders.ts";

/** Name -> value of a secret. model/placeholders.ts tells how a text names a secret. */
export type Secrets = Readonly<Record<string, string>>;

/**
 * The desired state with the values of its secrets filled in.
 *
 * @throws DeclarationError where a secret is missing.
 */
export function withSecrets(desired: Desired, secrets: Secrets): Desired {
	const fill = (text: string) =>
		fillSecretPlaces(text, (name, php) => {
			const value = secrets[name];
			if (value === undefined)
				throw new DeclarationError("secrets", [
					{ path: name, message: "missing" },
				]);
			return literal(php ? inPhp(value) : value);
		});
	return {
		...desired,
		files: Object.fromEntries(
			Object.entries(desired.files).map(([path, file]) => [
				path,
				{ ...file, content: fill(file.content) },
			]),
		),
	};
}

/** Escapes a text for use between single quotes of PHP. */
function inPhp(text: string): string {
	return text.replace(/[\\']/g, "\\$&");
}

/** Plain data with all secrets in it filled in. */
export function fillSecrets<Value>(value: Value, secrets: Secrets): Value {
	return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
		typeof inner === "string"
			? fillSecretPlaces(inner, (name) => secrets[name])
			: inner,
	) as Value;
}

/** Whether a text has placeholders for secrets. */
export function holdsSecrets(text: string): boolean {
	return [...placesIn(text)].some((place) => place.startsWith("secret:"));
}

/** Runs `work`, and removes the secrets from what a host said in an error. */
export async function withoutSecrets<Result>(
	secrets: Secrets,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		for (let at: unknown = error; at instanceof Error; at = at.cause)
			at.message = redact(at.message, secrets);
		throw error;
	}
}

function redact(text: string, secrets: Secrets): string {
	return Object.entries(secrets).reduce(
		(rest, [name, value]) =>
			value === ""
				? rest
				: rest
						.replaceAll(value, `@secret:${name}@`)
						.replaceAll(inPhp(value), `@secret:${name}@`),
		text,
	);
}

import { DeclarationError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";
import { HostText, type Place, secret } from "../model/host-text.ts";
import { formatText, parseText } from "../model/wire-text.ts";
import { knownPlaces } from "./known-places.ts";

/** Name -> value of a secret. A text names one by `secret` (host-text.ts). */
export type Secrets = Readonly<Record<string, string>>;

/**
 * The desired state with the values of its secrets filled in.
 *
 * @throws DeclarationError where a secret is missing.
 */
export function withSecrets(desired: Desired, secrets: Secrets): Desired {
	return fillSecrets(desired, ({ name, quotes }) => {
		const value = secrets[name];
		if (value === undefined)
			throw new DeclarationError("secrets", [
				{ path: name, message: "missing" },
			]);
		return quotes === undefined ? value : inPhp(value);
	});
}

type SecretPlace = Extract<Place, { kind: "secret" }>;

/** The desired state with a text in place of each secret. Only the contents of files have secrets. */
export function fillSecrets(
	desired: Desired,
	textOf: (place: SecretPlace) => string,
): Desired {
	return {
		...desired,
		files: Object.fromEntries(
			Object.entries(desired.files).map(([path, file]) => [
				path,
				{
					...file,
					content: knownPlaces(`file ${path}`, () =>
						fillText(file.content, textOf),
					),
				},
			]),
		),
	};
}

function fillText(
	wire: string,
	textOf: (place: SecretPlace) => string,
): string {
	if (!wire.includes("@")) return wire;
	return formatText(
		new HostText(
			parseText(wire).parts.map((part) =>
				typeof part !== "string" && part.kind === "secret"
					? textOf(part)
					: part,
			),
		),
	);
}

/** Escapes a text for use between single quotes of PHP. */
function inPhp(text: string): string {
	return text.replace(/[\\']/g, "\\$&");
}

/** Whether a text of a desired state has places for secrets. */
export function holdsSecrets(wire: string): boolean {
	return parseText(wire).parts.some(
		(part) => typeof part !== "string" && part.kind === "secret",
	);
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
						.replaceAll(value, formatText(secret(name)))
						.replaceAll(inPhp(value), formatText(secret(name))),
		text,
	);
}

import { DeclarationError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";

/**
 * Name -> value. In a file's content and in a script the value stands as `@secret:NAME@`, or as `@secret:NAME|php@` between single
 * quotes of PHP, so that previews show the text.
 */
export type Secrets = Readonly<Record<string, string>>;

const placeholder = /@secret:([a-z0-9-]+)(?:\|(php))?@/g;

/**
 * The desired state with the values of its secrets.
 *
 * @throws DeclarationError where one is missing.
 */
export function withSecrets(desired: Desired, secrets: Secrets): Desired {
	const fill = (text: string) =>
		text.replace(placeholder, (_whole, name: string, within?: string) => {
			const value = secrets[name];
			if (value === undefined)
				throw new DeclarationError("secrets", [
					{ path: name, message: "missing" },
				]);
			return within === "php" ? inPhp(value) : value;
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

/** Between single quotes. */
function inPhp(text: string): string {
	return text.replace(/[\\']/g, "\\$&");
}

/** Any value of plain data with its secrets, wherever they stand. */
export function fillSecrets<Value>(value: Value, secrets: Secrets): Value {
	return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
		typeof inner === "string"
			? inner.replace(
					placeholder,
					(whole, name: string) => secrets[name] ?? whole,
				)
			: inner,
	) as Value;
}

/** Whether a text stands for one with secrets in it. */
export function holdsSecrets(text: string): boolean {
	return text.match(placeholder) !== null;
}

/** Runs `work`; what a host said in an error is passed on without the secrets. */
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

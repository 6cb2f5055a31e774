import { DeclarationError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";

/** Name -> value. In a file's content and in a script the value stands as `@secret:NAME@`, so that previews show the text. */
export type Secrets = Readonly<Record<string, string>>;

const placeholder = /@secret:([a-z0-9-]+)@/g;

/** What means something to a shell, SQL, PHP, or a configuration file: a secret in the middle of such text has none of it. */
const plain = /^[A-Za-z0-9._~-]+$/;

/**
 * The desired state with the values of its secrets.
 *
 * @throws DeclarationError where a secret is missing, or holds a character that its place does not allow.
 */
export function withSecrets(desired: Desired, secrets: Secrets): Desired {
	const fill = (text: string) =>
		text.replace(placeholder, (whole, name: string) => {
			const value = secrets[name];
			if (value === undefined) throw wrong(name, "missing");
			if (whole.length !== text.trimEnd().length && !plain.test(value))
				throw wrong(
					name,
					"may have letters, digits and . _ ~ - alone: it is written into scripts and configuration files",
				);
			return value;
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
			value === "" ? rest : rest.replaceAll(value, `@secret:${name}@`),
		text,
	);
}

function wrong(name: string, message: string): DeclarationError {
	return new DeclarationError("secrets", [{ path: name, message }]);
}

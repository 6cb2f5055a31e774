import { readFileSync } from "node:fs";
import { isEncrypted } from "../model/encrypted-key.ts";
import { readPrivateKey } from "../model/host-leaves.ts";
import { inHome } from "../ssh/in-home.ts";
import { decodeText } from "./decode-text.ts";
import { foundAt } from "./found-at.ts";
import { UsageError } from "./usage-error.ts";

/** The text of a file that an option names. @throws UsageError if it cannot be read */
export function requireFile(option: string, path: string): string {
	const named = `${option} ${path}`;
	const file = inHome(path);
	if (foundAt(file, named)?.isDirectory())
		throw new UsageError(`${named}: this is a folder; name a file`);
	return readText(file, named);
}

/**
 * The text of a file.
 *
 * @param named the path as the user wrote it, perhaps behind an option
 * @throws UsageError if it cannot be read
 */
export function readText(path: string, named = path): string {
	try {
		return decodeText(readFileSync(path));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new UsageError(
			`${named}: ${code === "ENOENT" ? "no such file" : `it cannot be read (${code})`}`,
		);
	}
}

/** Refuses a file without a private key with which we can log in. */
export function requireKeyFile(option: string, path: string): void {
	const text = requireFile(option, path);
	if (isEncrypted(text))
		throw new UsageError(
			`${option} ${path}: it is encrypted, and nobody is asked for its passphrase; load it into an SSH agent (ssh-add ${path}) and leave out ${option}, or take a key without one`,
		);
	if ("problem" in readPrivateKey(text))
		throw new UsageError(
			`${option} ${path}: it holds no private key; name the file of the private one, without .pub`,
		);
}

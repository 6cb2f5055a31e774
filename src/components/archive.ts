import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DeclarationError } from "../errors.ts";
import type { ArchiveDeclaration } from "../model/application.ts";
import { plainly } from "./plainly.ts";

/**
 * The archive by its absolute path, once it is known to be the one that was meant.
 *
 * @throws pulumi.RunError where it is missing or another one: before any host is touched.
 */
export function knownArchive(
	subject: string,
	{ path, sha256 }: ArchiveDeclaration,
): ArchiveDeclaration {
	const file = resolve(path);
	plainly(() => {
		const problem = problemOf(file, sha256);
		if (problem !== undefined) throw new DeclarationError(subject, [problem]);
	});
	return { path: file, sha256 };
}

function problemOf(file: string, sha256: string) {
	let bytes: Buffer;
	try {
		bytes = readFileSync(file);
	} catch (error) {
		return {
			path: "archive.path",
			message: `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); write where the archive lies on this machine`,
		};
	}
	const found = createHash("sha256").update(bytes).digest("hex");
	return found === sha256
		? undefined
		: {
				path: "archive.sha256",
				message: `that of ${file} is ${found}; is it the archive that was meant?`,
			};
}

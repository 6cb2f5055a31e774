import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DeclarationError } from "../errors.ts";
import type { ArchiveDeclaration } from "../model/application.ts";
import { plainly } from "./plainly.ts";

/**
 * Checks that the file is the archive that was meant, and returns it with its absolute path.
 *
 * @throws pulumi.RunError where the file is missing or has another checksum. No host has been touched by then.
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
				message: `the checksum of ${file} is ${found}; is it the archive that was meant?`,
			};
}

import { createHash } from "node:crypto";
import { DeclarationError, type Problem } from "../errors.ts";
import type { ArchiveDeclaration } from "../model/application.ts";
import { type LocalFile, localFile } from "./local-file.ts";
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
	const found = localFile(path);
	plainly(() => {
		const problem = problemOf(found, sha256);
		if (problem !== undefined) throw new DeclarationError(subject, [problem]);
	});
	return { path: found.file, sha256 };
}

function problemOf(found: LocalFile, sha256: string): Problem | undefined {
	if ("problem" in found)
		return {
			path: "archive.path",
			message: `${found.problem}; write where the archive lies on this machine`,
		};
	const digest = createHash("sha256").update(found.bytes).digest("hex");
	return digest === sha256
		? undefined
		: {
				path: "archive.sha256",
				message: `that of ${found.file} is ${digest}; is it the archive that was meant?`,
			};
}

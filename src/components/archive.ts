import { createHash } from "node:crypto";
import type { Problem } from "../errors.ts";
import { fields } from "../model/fields.ts";
import { unknown } from "../model/unknown.ts";
import { wanted } from "../model/wanted.ts";
import { comesLater } from "./inputs.ts";
import { type LocalFile, localFile } from "./local-file.ts";

/**
 * An archive by its absolute path, and the problem if it is missing or not the one that was meant.
 *
 * @param place of the archive in the declaration: `archive`
 */
export function knownArchive(
	place: string,
	archive: unknown,
): {
	readonly archive: unknown;
	readonly problems: readonly Problem[];
} {
	const { path, sha256 } = fields(archive) ?? {};
	if (comesLater(path))
		return {
			archive,
			problems: [
				{
					path: `${place}.path`,
					message: wanted("the path of a file", unknown),
				},
			],
		};
	// the door reports a value of another shape
	if (typeof path !== "string" || typeof sha256 !== "string")
		return { archive, problems: [] };
	const found = localFile(path);
	return {
		archive: { ...fields(archive), path: found.file },
		problems: problemsOf(place, found, sha256),
	};
}

function problemsOf(
	place: string,
	found: LocalFile,
	sha256: string,
): Problem[] {
	if ("problem" in found)
		return [
			{
				path: `${place}.path`,
				message: `${found.problem}; write where the archive lies on this machine`,
			},
		];
	const digest = createHash("sha256").update(found.bytes).digest("hex");
	return digest === sha256
		? []
		: [
				{
					path: `${place}.sha256`,
					message: `the checksum of ${found.file} is ${digest}; is it the archive that was meant?`,
				},
			];
}

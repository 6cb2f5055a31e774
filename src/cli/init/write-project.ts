import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { passphraseFile } from "../stack/project-state.ts";
import { UsageError } from "../usage-error.ts";

/** Refuses a folder that has one of these files: nothing of the user's is overwritten. */
export function refuseOverwriting(
	folder: string,
	names: readonly string[],
): void {
	const there = names.filter((name) => existsSync(join(folder, name)));
	if (there.length > 0)
		throw new UsageError(
			`${folder}: already here: ${there.join(", ")}; nothing was written. Name a folder for the project: lvsctl init FOLDER`,
		);
}

/** Writes the files, each only if it is not there. */
export function writeProject(
	folder: string,
	files: ReadonlyMap<string, string>,
): void {
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of files)
		writeFileSync(join(folder, name), text, {
			flag: "wx",
			...(name === passphraseFile ? { mode: 0o600 } : {}),
		});
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { foundAt } from "./found-at.ts";
import { programFile } from "./stack/program-file.ts";
import { UsageError } from "./usage-error.ts";

/** Refuses a path that is not a folder. */
export function requireFolder(folder: string): void {
	const found = foundAt(folder);
	if (found === undefined) throw new UsageError(`${folder}: no such folder`);
	if (!found.isDirectory())
		throw new UsageError(`${folder}: this is a file; name the folder it is in`);
}

/** Whether the folder has a Pulumi program. */
export function hasProgram(folder: string): boolean {
	return programFile(folder) !== undefined;
}

/** Refuses a folder without a program, before Pulumi is called. */
export function requireProgram(folder: string): void {
	requireFolder(folder);
	if (!hasProgram(folder))
		throw new UsageError(
			`${folder}: no Pulumi.yaml here; name the folder of a Pulumi program`,
		);
}

/** Refuses a folder without a lab. */
export function requireLabFolder(folder: string): void {
	requireFolder(folder);
	if (!existsSync(join(folder, "lab.ts")))
		throw new UsageError(`${folder}: no lab.ts here; name the folder of a lab`);
}

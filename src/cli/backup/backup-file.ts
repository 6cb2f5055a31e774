import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { requireFolder } from "../require-folder.ts";
import { UsageError } from "../usage-error.ts";
import type { Elsewhere } from "./with-data.ts";

/** The description of a folder of copies, in its `backup.json`. */
export interface Backup {
	readonly version: 1;
	readonly stack: string;
	/** ISO 8601, in UTC. */
	readonly made: string;
	readonly parts: readonly BackupPart[];
	/** Data that others keep, and that is in no copy. Older backups do not name it. */
	readonly elsewhere?: readonly Elsewhere[] | undefined;
}

export interface BackupPart {
	/** The component that has the data. */
	readonly component: string;
	/** `database shop`, `directory uploads`. */
	readonly what: string;
	/** Name of the file in the folder. */
	readonly file: string;
	readonly sha256: string;
	readonly bytes: number;
}

const schema = z.object({
	version: z.literal(1),
	stack: z.string(),
	made: z.string(),
	parts: z.array(
		z.object({
			component: z.string(),
			what: z.string(),
			// the name must be that of a file in this folder
			file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
			sha256: z.string().regex(/^[0-9a-f]{64}$/),
			bytes: z.number(),
		}),
	),
	elsewhere: z
		.array(
			z.object({
				component: z.string(),
				what: z.string(),
				place: z.string(),
			}),
		)
		.optional(),
});

const name = "backup.json";

export function writeBackup(folder: string, backup: Backup): void {
	writeFileSync(join(folder, name), `${JSON.stringify(backup, null, "\t")}\n`, {
		mode: 0o600,
	});
}

/** The data that a backup lacks, a line for each. */
export function notCopied({ elsewhere = [] }: Backup): string[] {
	return elsewhere.map(
		({ component, what, place }) =>
			`not in it: ${what} of ${component}, which you share by other means (${place}); copy that yourself`,
	);
}

/** @throws UsageError where the folder has no whole backup. */
export function readBackup(folder: string): Backup {
	requireFolder(folder);
	const path = join(folder, name);
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch {
		throw new UsageError(
			`${folder}: no ${name} in it; name a folder that lvsctl backup completed`,
		);
	}
	try {
		return schema.parse(JSON.parse(text));
	} catch {
		throw new UsageError(`${path}: not what lvsctl backup writes`);
	}
}

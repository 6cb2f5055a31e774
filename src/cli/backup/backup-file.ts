import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { UsageError } from "../usage-error.ts";
import type { Elsewhere } from "./with-data.ts";

/** What a folder of copies says of itself, in `backup.json`. */
export interface Backup {
	readonly version: 1;
	readonly stack: string;
	/** ISO 8601, in UTC. */
	readonly made: string;
	readonly parts: readonly BackupPart[];
	/** What others keep, and is in no copy. Those of earlier versions do not tell. */
	readonly elsewhere?: readonly Elsewhere[] | undefined;
}

export interface BackupPart {
	/** Of the component that has the data. */
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
			// it names a file of the folder, and no other
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

/** What a copy has not, a line for each. */
export function notCopied({ elsewhere = [] }: Backup): string[] {
	return elsewhere.map(
		({ component, what, place }) =>
			`not in it: ${what} of ${component}, which you share by other means (${place}); copy that yourself`,
	);
}

/** @throws UsageError where the folder has no whole backup. */
export function readBackup(folder: string): Backup {
	const path = join(folder, name);
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch {
		throw new UsageError(
			`${folder}: no ${name} in it; name the folder that lvsctl backup wrote to its end`,
		);
	}
	try {
		return schema.parse(JSON.parse(text));
	} catch {
		throw new UsageError(`${path}: not what lvsctl backup writes`);
	}
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { UsageError } from "../usage-error.ts";

/** What a folder of copies says of itself, in `backup.json`. */
export interface Backup {
	readonly version: 1;
	readonly stack: string;
	/** ISO 8601, in UTC. */
	readonly made: string;
	readonly parts: readonly BackupPart[];
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
});

const name = "backup.json";

export function writeBackup(folder: string, backup: Backup): void {
	writeFileSync(join(folder, name), `${JSON.stringify(backup, null, "\t")}\n`, {
		mode: 0o600,
	});
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

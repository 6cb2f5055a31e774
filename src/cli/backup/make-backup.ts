import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { copyScript, copySuffix } from "../../host/operations/users-data.ts";
import { ownerOf } from "../../model/owner.ts";
import { parseUsersThing } from "../../model/users-data.ts";
import { fetchFile } from "../../ssh/fetch-file.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import { sh } from "../../ssh/shell.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { UsageError } from "../usage-error.ts";
import { type Backup, type BackupPart, writeBackup } from "./backup-file.ts";
import { type Kept, keptElsewhere, withData } from "./with-data.ts";

/**
 * Copies all data of users into a folder of this machine.
 *
 * @param say is called for each part when it is there.
 * @throws UsageError if the folder is not empty, or the stack keeps no data.
 */
export async function makeBackup(
	{ stack, hosts }: Pick<OpenStack, "stack" | "hosts">,
	folder: string,
	say: (line: string) => void,
): Promise<Backup> {
	const all = withData(hosts);
	const elsewhere = keptElsewhere(hosts);
	if (all.length === 0)
		throw new UsageError(
			`stack ${stack.name} has no database and no files of users, so there is nothing to copy`,
		);
	// databases are in it
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (readdirSync(folder).length > 0)
		throw new UsageError(
			`${folder}: there is something in it already; name a new folder`,
		);
	const parts: BackupPart[] = [];
	for (const kept of all) {
		const part = await copyOne(kept, folder, say);
		parts.push(part);
		say(`${part.what} of ${part.component}: ${part.file}, ${part.bytes} bytes`);
	}
	const backup: Backup = {
		version: 1,
		stack: stack.name,
		made: new Date().toISOString(),
		parts,
		...(elsewhere.length === 0 ? {} : { elsewhere }),
	};
	// this file comes last: without it the folder is no backup
	writeBackup(folder, backup);
	return backup;
}

function copyOne(
	{ host, what, place }: Kept,
	folder: string,
	say: (line: string) => void,
): Promise<BackupPart> {
	const { component } = host;
	const { kind, name } = parseUsersThing(what);
	const file = `${component}.${kind}.${name}${copySuffix(what)}`;
	const there = `/var/tmp/lvs-backup-${file}`;
	return onHost(host, async (session) => {
		const said = await runToEnd(
			session,
			copyScript({ what, place, owner: ownerOf(host) }, there),
			{
				doing: `copy ${what}`,
				timeoutSeconds: 3600,
				advice:
					"Is there room in /var/tmp of that machine, and does what keeps the data run?",
			},
		);
		const [sha256 = "", bytes = "", ...apart] = said.trim().split("\n");
		for (const path of apart)
			say(
				`not in the copy: ${path} on ${session.host}, as it is on another file system; copy it by itself`,
			);
		try {
			await fetchFile(session, there, sha256, join(folder, file));
		} finally {
			// the user must see the first error, not one of this clean-up
			await runToEnd(session, sh`rm -f ${there}`, {
				doing: "remove the copy there",
			}).catch(() =>
				say(
					`${session.host}: ${there} may still be there, with ${what} in it; remove it`,
				),
			);
		}
		return { component, what, file, sha256, bytes: Number(bytes) };
	});
}

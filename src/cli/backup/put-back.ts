import { join } from "node:path";
import { replaceScript } from "../../host/operations/users-data.ts";
import { ownerOf } from "../../model/owner.ts";
import { isDatabase } from "../../model/users-data.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { fileDigest } from "../../ssh/file-digest.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import { sendFile } from "../../ssh/send-file.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { UsageError } from "../usage-error.ts";
import { type Backup, type BackupPart, readBackup } from "./backup-file.ts";
import { forgetObjects, keepingObjects } from "./forget-objects.ts";
import { type Kept, withData } from "./with-data.ts";

/** A part of a backup, and the place where it belongs now. */
export interface Returning extends BackupPart {
	readonly kept: Kept;
}

/**
 * Finds the place of each part of a backup, before anything is changed.
 *
 * @throws UsageError where a part has no place in the stack, or a file is not the one that was written.
 */
export function planReturn(
	{ stack, hosts }: Pick<OpenStack, "stack" | "hosts">,
	folder: string,
): {
	readonly backup: Backup;
	readonly parts: readonly Returning[];
	/** The sites that must forget what they read when databases are restored. */
	readonly keeping: readonly HostInputs[];
} {
	const backup = readBackup(folder);
	const all = withData(hosts);
	const parts: Returning[] = [];
	for (const part of backup.parts) {
		const kept = all.find(
			({ host, what }) =>
				host.component === part.component && what === part.what,
		);
		if (kept === undefined)
			throw new UsageError(
				`${folder}: it has ${part.what} of ${part.component}, and stack ${stack.name} does not; declare it and run up first`,
			);
		const path = join(folder, part.file);
		if (checksum(path) !== part.sha256)
			throw new UsageError(
				`${path}: missing, or not as lvsctl backup wrote it`,
			);
		parts.push({ ...part, kept });
	}
	return { backup, parts, keeping: keepingObjects(hosts) };
}

/** Replaces the present data by each part. @param say is called for each part. */
export async function putBack(
	{ parts, keeping }: Omit<ReturnType<typeof planReturn>, "backup">,
	folder: string,
	say: (line: string) => void,
): Promise<void> {
	for (const { kept, file, sha256, what, component } of parts) {
		const there = `/var/tmp/lvs-restore-${file}`;
		await onHost(kept.host, async (session) => {
			await sendFile(session, {
				file: join(folder, file),
				sha256,
				to: there,
				advice: "Nothing was replaced; run it again.",
			});
			await runToEnd(
				session,
				replaceScript({ ...kept, owner: ownerOf(kept.host) }, there),
				{
					doing: `put back ${what}`,
					timeoutSeconds: 3600,
					advice:
						"If it does not say that all is as it was, it may be replaced in part: mend the cause, then run it again. The copy on your machine is whole.",
				},
			);
		});
		// before a page shows data of the former database
		if (isDatabase(what)) for (const site of keeping) await forgetObjects(site);
		say(`${what} of ${component}: as it was`);
	}
}

function checksum(path: string): string | undefined {
	try {
		return fileDigest(path);
	} catch {
		return undefined;
	}
}

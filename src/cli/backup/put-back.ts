import { join } from "node:path";
import { replaceScript } from "../../host/operations/users-data.ts";
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

/** A part of a backup, and where it belongs now. */
export interface Returning extends BackupPart {
	readonly kept: Kept;
}

/**
 * Finds where each part of a backup belongs, before anything is changed.
 *
 * @throws UsageError where a part has no place in the stack, or a file is not the one that was written.
 */
export function planReturn(
	{ stack, hosts }: Pick<OpenStack, "stack" | "hosts">,
	folder: string,
): {
	readonly backup: Backup;
	readonly parts: readonly Returning[];
	/** What must forget when databases are put back. */
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
				`${folder}: it has ${part.what} of ${part.component}, and stack ${stack.name} has not; declare it and run up first`,
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

/** Puts each part in the place of what is there. @param say is told of each. */
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
			await runToEnd(session, replaceScript(kept, there), {
				doing: `put back ${what}`,
				timeoutSeconds: 3600,
				advice:
					"It may be replaced in part: mend the cause, then run it again. The copy on your machine is whole.",
			});
		});
		// before a page shows what was read from the former one
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

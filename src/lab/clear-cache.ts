import { rmSync } from "node:fs";
import { basename } from "node:path";
import { cacheEntries } from "./cache-entries.ts";
import type { LabContext } from "./context.ts";
import { withLock } from "./lock.ts";
import { endProcesses, findProcesses, isInUse } from "./processes.ts";

/** Removes everything from the cache that no running lab uses, except Pulumi, which takes minutes to build; script/setup says where it is. */
export async function clearCache(context: LabContext): Promise<void> {
	for (const { path, kind, usedBy, bytes } of cacheEntries(context)) {
		if (kind === "pulumi") continue;
		if (usedBy.length > 0) {
			context.report(
				`${basename(path)}: kept, the lab ${usedBy.join(", ")} uses it`,
			);
			continue;
		}
		if (kind !== "interrupted" && isInUse(path)) {
			context.report(`${basename(path)}: kept, a running machine uses it`);
			continue;
		}
		await withLock(
			// an interrupted build had the lock of the directory that it would have become
			path.replace(/\/\.staging-(.*)\.[^.]*$/, "/$1"),
			async () => {
				await endProcesses(findProcesses(path));
				rmSync(path, { recursive: true, force: true });
			},
			{ waitSeconds: 600, report: context.report },
		);
		context.report(
			`${basename(path)}: removed, ${(bytes / 1e6).toFixed(0)} MB`,
		);
	}
}

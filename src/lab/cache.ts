import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
} from "node:fs";
import { join } from "node:path";
import type { LabContext } from "./context.ts";
import { cacheHome } from "./directory.ts";
import { withLock } from "./lock.ts";
import { endProcesses, findProcesses } from "./processes.ts";

/**
 * The directory `name` of the cache. If it is missing, `build` makes it.
 *
 * It is built in another directory and renamed when it is complete, so what an interrupted build left is never used. The next
 * build of the same thing removes those remains, and ends the processes that still run in them.
 */
export async function ensureCached(
	context: LabContext,
	name: string,
	build: (staging: string) => Promise<void>,
): Promise<string> {
	const home = cacheHome(context.environment);
	const place = join(home, name);
	if (exists(home, name)) return place;
	return await withLock(
		place,
		async () => {
			if (exists(home, name)) return place;
			mkdirSync(home, { recursive: true });
			for (const old of readdirSync(home))
				if (old.startsWith(`.staging-${name}.`)) await discard(join(home, old));
			// a new directory each time: a build whose caller was killed may still be writing into its own
			const staging = mkdtempSync(join(home, `.staging-${name}.`));
			try {
				await build(staging);
				renameSync(staging, place);
			} catch (error) {
				await discard(staging);
				throw error;
			}
			return place;
		},
		{ waitSeconds: 600, report: context.report },
	);
}

async function discard(staging: string): Promise<void> {
	await endProcesses(findProcesses(staging));
	rmSync(staging, { recursive: true, force: true });
}

function exists(home: string, name: string): boolean {
	try {
		return readdirSync(home).includes(name);
	} catch {
		return false;
	}
}

import { rmSync } from "node:fs";
import type { LabContext } from "./context.ts";
import { withLock } from "./lock.ts";
import { endProcesses, findProcesses } from "./processes.ts";
import { readLabState } from "./state.ts";

/** Ends every process of the lab in this directory and removes the directory, with the machines' disks and Pulumi's state of the lab. */
export async function stopLab(
	context: LabContext,
	directory: string,
): Promise<void> {
	await withLock(directory, () => clearLab(directory), {
		waitSeconds: 60,
		report: context.report,
	});
}

/** As {@link stopLab}, for a caller that holds the lab's lock. */
export async function clearLab(directory: string): Promise<void> {
	const state = readLabState(directory);
	const recorded = [
		state?.switch,
		...Object.values(state?.machines ?? {}).map(({ process }) => process),
	].filter((process) => process !== undefined);
	await endProcesses([...recorded, ...findProcesses(directory)]);
	// where a start is ended, its own work in progress may still write a last file
	rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

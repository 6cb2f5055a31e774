import { LabError } from "../errors.ts";
import type { LabContext } from "./context.ts";
import type { FoundLab } from "./find-lab.ts";
import { withLock } from "./lock.ts";
import { type LabState, readLabState, writeLabState } from "./state.ts";
import { writeSshFiles } from "./write-ssh-files.ts";

/** Runs `action` on all these machines of a lab at the same time, under the lab's lock, and saves how it changed their state. */
export async function changeMachines(
	context: LabContext,
	{ directory }: FoundLab,
	machines: readonly string[],
	action: (directory: string, lab: LabState, machine: string) => Promise<void>,
): Promise<void> {
	await withLock(
		directory,
		async () => {
			// read under the lock: meanwhile another command may have changed or ended the lab
			const state = readLabState(directory);
			if (state?.phase !== "running")
				throw new LabError(`${directory}: the lab has ended meanwhile`);
			const outcomes = await Promise.allSettled(
				machines.map((machine) => action(directory, state, machine)),
			);
			// saved even if another machine failed: a new port, host key or process must not be lost
			writeSshFiles(directory, state);
			writeLabState(directory, state);
			for (const outcome of outcomes)
				if (outcome.status === "rejected") throw outcome.reason;
		},
		{ waitSeconds: 300, report: context.report },
	);
}

import { LabError } from "../errors.ts";
import type { LabContext } from "./context.ts";
import type { FoundLab } from "./find-lab.ts";
import { withLock } from "./lock.ts";
import { type LabState, readLabState, writeLabState } from "./state.ts";
import { writeSshFiles } from "./write-ssh-files.ts";

/** Runs `action` on these machines of a lab at once, under the lab's lock, and keeps what it changed of the state. */
export async function changeMachines(
	context: LabContext,
	{ directory }: FoundLab,
	machines: readonly string[],
	action: (directory: string, lab: LabState, machine: string) => Promise<void>,
): Promise<void> {
	await withLock(
		directory,
		async () => {
			// Read under the lock: another command may have changed or ended the lab meanwhile.
			const state = readLabState(directory);
			if (state?.phase !== "running")
				throw new LabError(`${directory}: the lab has ended meanwhile`);
			const outcomes = await Promise.allSettled(
				machines.map((machine) => action(directory, state, machine)),
			);
			// Also what went well beside a failure is kept: a port, a host key, a process.
			writeSshFiles(directory, state);
			writeLabState(directory, state);
			for (const outcome of outcomes)
				if (outcome.status === "rejected") throw outcome.reason;
		},
		{ waitSeconds: 300, report: context.report },
	);
}

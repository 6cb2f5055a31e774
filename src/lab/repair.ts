import { askReady } from "./ask-ready.ts";
import type { LabContext } from "./context.ts";
import { BOOT_SECONDS, bootMachine, stopMachine } from "./machine.ts";
import { endProcesses, findProcesses, isAlive } from "./processes.ts";
import { startSwitch } from "./start-switch.ts";
import { type LabState, writeLabState } from "./state.ts";
import { writeSshFiles } from "./write-ssh-files.ts";

/**
 * Makes all machines of a lab that was started before ready again. Machines that died are switched on with the disk that they
 * had. If the switch died, the machines have lost their connections to it for good, as QEMU 7.2 does not connect again: then
 * a new switch is started and every machine goes through a power cut.
 */
export async function repairLab(
	context: LabContext,
	directory: string,
	lab: LabState,
): Promise<void> {
	const switchLives = isAlive(lab.switch);
	const dead = Object.keys(lab.machines).filter(
		(machine) => !switchLives || !isAlive(lab.machines[machine]?.process),
	);
	if (!switchLives) {
		context.report(
			"the switch of the lab had ended: new switch, every machine is switched off and on",
		);
		for (const machine of dead) await stopMachine(directory, lab, machine);
	}
	if (dead.length > 0) {
		await endStrays(directory, lab);
		if (!switchLives) lab.switch = await startSwitch(directory, lab);
		await Promise.all(
			dead.map(async (machine) => {
				await stopMachine(directory, lab, machine);
				await bootMachine(directory, lab, machine);
				context.report(`${machine} was off, ready again with its old disk`);
			}),
		);
		writeSshFiles(directory, lab);
		writeLabState(directory, lab);
	}
	await Promise.all(
		Object.keys(lab.machines)
			.filter((machine) => !dead.includes(machine))
			.map((machine) => askReady(directory, machine, BOOT_SECONDS)),
	);
}

/** Ends processes that a killed command started and could not record. */
async function endStrays(directory: string, lab: LabState): Promise<void> {
	const recorded = new Set(
		[
			lab.switch,
			...Object.values(lab.machines).map(({ process }) => process),
		].map((process) => process?.pid),
	);
	await endProcesses(
		findProcesses(directory).filter(({ pid }) => !recorded.has(pid)),
	);
}

import { bootMachine } from "../lab/machine.ts";
import { isAlive } from "../lab/processes.ts";
import type { LabState } from "../lab/state.ts";

/** Switches a machine of a lab on. One that runs stays as it is: it was never switched off, or somebody has brought it back meanwhile. */
export async function bootIfOff(
	directory: string,
	lab: LabState,
	machine: string,
	boot = bootMachine,
): Promise<void> {
	if (!isAlive(lab.machines[machine]?.process))
		await boot(directory, lab, machine);
}

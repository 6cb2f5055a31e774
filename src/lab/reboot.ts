import { openAgent } from "./agent.ts";
import { BOOT_SECONDS, bootMachine, machineState } from "./machine.ts";
import { machinePaths } from "./paths.ts";
import { isAlive } from "./processes.ts";
import { openQmp } from "./qmp.ts";
import type { LabState } from "./state.ts";

/**
 * Reboots a machine and resolves when one can log in to it again. By default it asks systemd. With `hard` it cuts the power, so
 * what the machine had not written to its disk is lost. A machine that is off is switched on.
 */
export async function rebootMachine(
	directory: string,
	lab: LabState,
	machine: string,
	options: { hard: boolean },
): Promise<void> {
	const state = machineState(lab, machine);
	if (!isAlive(state.process)) return bootMachine(directory, lab, machine);
	const paths = machinePaths(directory, machine);
	const qmp = await openQmp(paths.qmp);
	const agent = await openAgent(paths.agent);
	try {
		const { status } = (await qmp.execute("query-status")) as {
			status: string;
		};
		// a machine that stands still would neither receive the request nor boot
		if (status === "paused") await qmp.execute("cont");
		// until the reset the old system still answers, which must not count
		await Promise.all([
			qmp.event("RESET", BOOT_SECONDS),
			options.hard ? qmp.execute("system_reset") : agent.send("reboot"),
		]);
		await agent.hear("ready", BOOT_SECONDS);
	} finally {
		qmp.close();
		agent.close();
	}
	state.startedAt = Date.now();
}

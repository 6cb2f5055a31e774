import type { FoundLab } from "./find-lab.ts";
import { machinePaths } from "./paths.ts";
import { isAlive } from "./processes.ts";
import { openQmp } from "./qmp.ts";

/** Whether a machine of a lab runs, as its monitor says. */
export async function conditionOf(
	{ directory, state }: FoundLab,
	machine: string,
): Promise<"runs" | "stands still" | "is off"> {
	if (!isAlive(state.machines[machine]?.process)) return "is off";
	const qmp = await openQmp(machinePaths(directory, machine).qmp);
	try {
		const { status } = (await qmp.execute("query-status")) as {
			readonly status: string;
		};
		return status === "paused" ? "stands still" : "runs";
	} finally {
		qmp.close();
	}
}

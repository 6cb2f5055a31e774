import { machinePaths } from "../../src/lab/paths.ts";
import { openQmp } from "../../src/lab/qmp.ts";
import type { TestLab } from "./harness.ts";

/** Ends a machine at once: what it has not written to its disk is lost. `lab up` starts it again. */
export async function cutPower(lab: TestLab, machine: string): Promise<void> {
	const qmp = await openQmp(machinePaths(lab.directory, machine).qmp);
	await qmp.execute("quit").catch(() => {});
	qmp.close();
}

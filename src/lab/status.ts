import { readFileSync } from "node:fs";
import { askReady } from "./ask-ready.ts";
import type { FoundLab } from "./find-lab.ts";
import { isAlive } from "./processes.ts";

/** What is seen of one machine. */
export interface MachineStatus {
	readonly machine: string;
	/** `ready`: its agent answers. `silent`: it runs but does not answer, as while it boots. `off`: its process ended. */
	readonly state: "ready" | "silent" | "off";
	readonly sshPort: number;
	/** Address on each link. */
	readonly addresses: Readonly<Record<string, string>>;
	/** Megabytes it may use, and that its process holds of this machine's memory (proportional where clones share). */
	readonly memory: number;
	readonly memoryUsed: number;
	/** Seconds since it was cloned or booted. */
	readonly uptime: number;
}

/** Asks every machine of the lab at once. */
export async function labStatus({
	directory,
	state,
}: FoundLab): Promise<MachineStatus[]> {
	return await Promise.all(
		Object.entries(state.machines).map(async ([machine, found]) => {
			const alive = isAlive(found.process);
			const ready =
				alive &&
				(await askReady(directory, machine, 2).then(
					() => true,
					() => false,
				));
			return {
				machine,
				state: ready ? "ready" : alive ? "silent" : "off",
				sshPort: found.port,
				addresses: state.addresses[machine] ?? {},
				memory: state.memory,
				memoryUsed: alive ? residentMegabytes(found.process?.pid) : 0,
				uptime: alive ? Math.round((Date.now() - found.startedAt) / 1000) : 0,
			} as const;
		}),
	);
}

function residentMegabytes(pid: number | undefined): number {
	try {
		const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
		return Math.round(Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024);
	} catch {
		return 0;
	}
}

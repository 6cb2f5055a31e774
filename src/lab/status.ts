import { readFileSync } from "node:fs";
import { askReady } from "./ask-ready.ts";
import type { FoundLab } from "./find-lab.ts";
import { isAlive } from "./processes.ts";

/** What can be seen of one machine. */
export interface MachineStatus {
	readonly machine: string;
	/** `ready`: the machine's agent answers. `silent`: the machine runs but does not answer, e.g. while it boots. `off`: its process has ended. */
	readonly state: "ready" | "silent" | "off";
	readonly sshPort: number;
	/** Link -> the machine's address on it. */
	readonly addresses: Readonly<Record<string, string>>;
	/** Megabytes that the machine may use. `memoryUsed`: how many its process holds of this computer's memory; memory that clones share is divided among them. */
	readonly memory: number;
	readonly memoryUsed: number;
	/** Seconds since the machine was cloned or booted. */
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

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { operationVariable } from "../../environment.ts";

/** How long processes may take to finish their present change, in milliseconds. */
const patience = 10_000;

/**
 * Ends the processes that have `LVS_OPERATION=<operation>` in their environment. This word alone shows that they are ours, even if their parent was killed.
 * They first get SIGTERM, so that a provider can finish its present change, and later SIGKILL.
 */
export async function endMarked(operation: string): Promise<void> {
	const until = Date.now() + patience;
	for (
		let left = marked(operation);
		left.length > 0;
		left = marked(operation)
	) {
		const signal = Date.now() < until ? "SIGTERM" : "SIGKILL";
		for (const pid of left) send(pid, signal);
		await sleep(50);
	}
}

function marked(operation: string): number[] {
	return readdirSync("/proc").flatMap((entry) => {
		const pid = Number(entry);
		return Number.isInteger(pid) &&
			pid !== process.pid &&
			carries(pid, operation)
			? [pid]
			: [];
	});
}

function carries(pid: number, operation: string): boolean {
	try {
		// the environment of a zombie is empty
		return readFileSync(`/proc/${pid}/environ`, "latin1")
			.split("\0")
			.includes(`${operationVariable}=${operation}`);
	} catch {
		return false;
	}
}

function send(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch {
		// the process has ended by itself
	}
}

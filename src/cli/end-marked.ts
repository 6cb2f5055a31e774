import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How long what is in the middle of a change may take to come to its end, in milliseconds. */
const patience = 10_000;

/**
 * Ends the processes that carry `LVS_OPERATION=<operation>` in their environment: ours by that word alone, also where
 * their parent was killed. First asked (a provider then finishes the change it is in), later made to.
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
		// a zombie has no environment any more
		return readFileSync(`/proc/${pid}/environ`, "latin1")
			.split("\0")
			.includes(`LVS_OPERATION=${operation}`);
	} catch {
		return false;
	}
}

function send(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch {
		// it ended by itself
	}
}

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../errors.ts";
import type { ProcessIdentity } from "./state.ts";

/** Words before a path in the command lines of our processes: QEMU's own option, and our switch's. */
const MARKS = new Set(["-pidfile", "--lab-directory"]);

/** The identity of a living process, or undefined. A zombie is not alive: it answers signals but does nothing. */
export function identify(pid: number): ProcessIdentity | undefined {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8");
		// proc_pid_stat(5): the second field is a name in parentheses that may itself hold spaces and parentheses.
		const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
		const [state, startTime] = [fields[0], fields[19]];
		return state === "Z" || state === "X" || startTime === undefined
			? undefined
			: { pid, startTime };
	} catch {
		return undefined;
	}
}

/** Whether exactly this process lives still, not another that got its id. */
export function isAlive(identity: ProcessIdentity | undefined): boolean {
	return (
		identity !== undefined &&
		identify(identity.pid)?.startTime === identity.startTime
	);
}

/** Ends these processes and waits until they are gone. One that is gone already, or whose id was taken over, is left alone. */
export async function endProcesses(
	identities: readonly ProcessIdentity[],
): Promise<void> {
	for (const identity of identities)
		if (isAlive(identity)) process.kill(identity.pid, "SIGKILL");
	for (let waited = 0; identities.some(isAlive); waited += 5) {
		if (waited > 10_000)
			throw new LabError(
				`processes ${identities.map(({ pid }) => pid).join(", ")} do not end`,
			);
		await sleep(5);
	}
}

/**
 * Processes that run a machine or the switch of the lab in `directory`, by their command line: also finds what a killed
 * `lab up` started and could not record.
 */
export function findProcesses(directory: string): ProcessIdentity[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => pid !== process.pid && runsFor(pid, directory))
		.flatMap((pid) => identify(pid) ?? []);
}

function runsFor(pid: number, directory: string): boolean {
	try {
		const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
		return words.some(
			(word, i) =>
				(word === directory || word.startsWith(`${directory}/`)) &&
				MARKS.has(words[i - 1] ?? ""),
		);
	} catch {
		return false;
	}
}

/** Whether some process of this user has a file below the directory open: disks of machines whose lab keeps its state elsewhere. */
export function isInUse(directory: string): boolean {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.some((pid) => {
			try {
				return readdirSync(`/proc/${pid}/fd`).some((fd) =>
					openFile(pid, fd).startsWith(`${directory}/`),
				);
			} catch {
				// It ended, or is another user's.
				return false;
			}
		});
}

function openFile(pid: string, fd: string): string {
	try {
		return readlinkSync(`/proc/${pid}/fd/${fd}`);
	} catch {
		return "";
	}
}

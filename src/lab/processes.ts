import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../errors.ts";
import type { ProcessIdentity } from "./state.ts";

/** The options before a path in the command lines of our processes: one of QEMU, one of our switch. */
const MARKS = new Set(["-pidfile", "--lab-directory"]);

/** The identity of a living process, else undefined. A zombie does not count as alive: it takes signals but does nothing. */
export function identify(pid: number): ProcessIdentity | undefined {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8");
		// proc_pid_stat(5): the second field is a name in parentheses, which may itself contain spaces and parentheses
		const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
		const [state, startTime] = [fields[0], fields[19]];
		return state === "Z" || state === "X" || startTime === undefined
			? undefined
			: { pid, startTime };
	} catch {
		return undefined;
	}
}

/** Whether exactly this process still lives, and not a later one with its id. */
export function isAlive(identity: ProcessIdentity | undefined): boolean {
	return (
		identity !== undefined &&
		identify(identity.pid)?.startTime === identity.startTime
	);
}

/** Ends these processes and waits until they are gone. It leaves alone a later process that has the id of one of them. */
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
 * Finds the processes that run a machine or the switch of the lab in `directory`, by their command lines. So it also finds
 * those that a killed `lab up` started and could not record.
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

/** Whether a process of this user has a file below the directory open. This finds disks of machines whose lab keeps its state elsewhere. */
export function isInUse(directory: string): boolean {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.some((pid) => {
			try {
				return readdirSync(`/proc/${pid}/fd`).some((fd) =>
					openFile(pid, fd).startsWith(`${directory}/`),
				);
			} catch {
				// the process has ended, or belongs to another user
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

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../errors.ts";

/** Identifies a process, and tells it from a later one with the same id. */
export interface ProcessIdentity {
	readonly pid: number;
	/** Field 22 of /proc/PID/stat: ticks after the boot of this machine. */
	readonly startTime: string;
}

/** The recorded state of one machine of a running lab. */
export interface MachineState {
	/** The loopback port that leads to the machine's sshd. */
	port: number;
	/** The machine's host key, `ssh-ed25519 AAAA…`. */
	hostKey: string;
	/** The directory of the template that it was cloned from. */
	template: string;
	/** Milliseconds since 1970. */
	startedAt: number;
	process?: ProcessIdentity;
}

/** The content of `lab.json` in a lab's directory. */
export interface LabState {
	readonly version: 1;
	readonly name: string;
	/** The real path of the folder with `lab.ts`. */
	readonly folder: string;
	/** `starting` until all machines were ready. What an interrupted start left is cleared, not used. */
	phase: "starting" | "running";
	readonly links: Readonly<Record<string, string>>;
	readonly addresses: Readonly<
		Record<string, Readonly<Record<string, string>>>
	>;
	/** Machine -> systemd units that run on it from the start. */
	readonly running: Readonly<Record<string, readonly string[]>>;
	/** Memory of each machine, in megabytes. */
	readonly memory: number;
	readonly accelerator: "kvm" | "tcg";
	readonly image: string;
	switch?: ProcessIdentity;
	readonly machines: Record<string, MachineState>;
}

const FILE = "lab.json";

/** The state of the lab in `directory`, or undefined where there is none. */
export function readLabState(directory: string): LabState | undefined {
	let text: string;
	try {
		text = readFileSync(join(directory, FILE), "utf8");
	} catch {
		return undefined;
	}
	const state = JSON.parse(text) as { version: unknown };
	if (state.version !== 1)
		throw new LabError(
			`${directory}: this lab was started by another version of lvsctl (format ${state.version}); stop it with that version, or remove the directory`,
		);
	return state as LabState;
}

/** Replaces the whole file at once, so that a reader sees either the old or the new state. */
export function writeLabState(directory: string, state: LabState): void {
	const next = join(directory, `${FILE}.next`);
	writeFileSync(next, `${JSON.stringify(state, null, "\t")}\n`);
	renameSync(next, join(directory, FILE));
}

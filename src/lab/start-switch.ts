import { spawn } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { lasting } from "../environment.ts";
import { LabError } from "../errors.ts";
import { labPaths, portSocket } from "./paths.ts";
import { identify } from "./processes.ts";
import type { LabState, ProcessIdentity } from "./state.ts";

/** Link -> the machines that are plugged into it. */
export function switchPlan(
	lab: Pick<LabState, "links" | "addresses">,
): Record<string, string[]> {
	return Object.fromEntries(
		Object.keys(lab.links).map((link) => [
			link,
			Object.keys(lab.addresses).filter(
				(machine) => lab.addresses[machine]?.[link] !== undefined,
			),
		]),
	);
}

/** Every socket the switch of this lab listens on. */
export function switchSockets(
	directory: string,
	lab: Pick<LabState, "links" | "addresses">,
): string[] {
	return [
		labPaths(directory).control,
		...Object.entries(switchPlan(lab)).flatMap(([link, machines]) =>
			machines.map((machine) => portSocket(directory, machine, link)),
		),
	];
}

/**
 * Starts the lab's switch as a separate process. Resolves when it listens on every socket. We use child_process: the switch outlives us and sends one message
 * when it listens, so execa would only cost the time to load it.
 */
export async function startSwitch(
	directory: string,
	lab: LabState,
): Promise<ProcessIdentity> {
	for (const path of switchSockets(directory, lab))
		rmSync(path, { force: true });
	// with the extension of this file: main.ts in a checkout, main.js in the built package
	const main = fileURLToPath(
		new URL(`./switch/main${extname(import.meta.url)}`, import.meta.url),
	);
	const { switchLog } = labPaths(directory);
	const log = openSync(switchLog, "a");
	const child = spawn(
		process.execPath,
		[main, "--lab-directory", directory, JSON.stringify(switchPlan(lab))],
		{
			detached: true,
			stdio: ["ignore", "ignore", log, "ipc"],
			cwd: "/",
			env: lasting(process.env),
		},
	);
	closeSync(log);
	await new Promise<void>((resolve, reject) => {
		child.once("message", () => resolve());
		child.once("error", reject);
		child.once("exit", (exit) =>
			reject(
				new LabError(`the lab's switch ended (exit ${exit}); see ${switchLog}`),
			),
		);
	});
	child.disconnect();
	child.unref();
	const identity = identify(child.pid ?? 0);
	if (identity === undefined)
		throw new LabError(`the lab's switch ended; see ${switchLog}`);
	return identity;
}

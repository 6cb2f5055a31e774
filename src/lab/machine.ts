import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lasting } from "../environment.ts";
import { LabError } from "../errors.ts";
import { quote } from "../model/quote.ts";
import { machineCards } from "./addresses.ts";
import { identityLine, openAgent } from "./agent.ts";
import { freePort, isFree } from "./free-port.ts";
import { machinePaths, portSocket } from "./paths.ts";
import { endProcesses, identify } from "./processes.ts";
import { qemuArguments } from "./qemu-arguments.ts";
import { openQmp } from "./qmp.ts";
import type { LabState, MachineState } from "./state.ts";
import { runTool } from "./tool.ts";

/** How long a boot may take. Under emulation, beside seven other machines, it takes a minute; more than this is a failure. */
export const BOOT_SECONDS = 180;

/** Makes a new private host key for a machine and returns the public key, `ssh-ed25519 AAAA…`. */
export async function makeHostKey(
	directory: string,
	machine: string,
): Promise<string> {
	const { key } = machinePaths(directory, machine);
	rmSync(key, { force: true });
	await runTool("ssh-keygen", [
		...["-q", "-t", "ed25519", "-N", "", "-C", machine, "-f", key],
	]);
	return readFileSync(`${key}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}

/** Clones the machine from its template, with a new disk, host key and machine-id. Resolves when one can log in to it. */
export async function cloneMachine(
	directory: string,
	lab: LabState,
	machine: string,
): Promise<void> {
	const state = machineState(lab, machine);
	const paths = machinePaths(directory, machine);
	rmSync(paths.disk, { force: true });
	const [hostKey] = await Promise.all([
		makeHostKey(directory, machine),
		runTool("qemu-img", [
			...["create", "-q", "-f", "qcow2", "-F", "qcow2"],
			...["-b", join(state.template, "disk.qcow2"), paths.disk],
		]),
	]);
	state.hostKey = hostKey;
	await startQemu(directory, lab, machine, { incoming: true });
	const qmp = await openQmp(paths.qmp);
	await qmp.execute("migrate-set-capabilities", {
		capabilities: [{ capability: "x-ignore-shared", state: true }],
	});
	await qmp.execute("migrate-incoming", {
		uri: `exec:cat ${quote(join(state.template, "state"))}`,
	});
	while (
		((await qmp.execute("query-status")) as { status: string }).status ===
		"inmigrate"
	)
		await sleep(3);
	await qmp.execute("cont");
	qmp.close();
	const agent = await openAgent(paths.agent);
	agent.send(
		identityLine({
			hostname: machine,
			now: Date.now(),
			seed: randomBytes(32),
			hostKey: readFileSync(paths.key),
			cards: machineCards(lab, machine, lab.addresses[machine] ?? {}),
		}),
	);
	await agent.hear(`done ${machine}`, 60);
	agent.close();
	state.startedAt = Date.now();
}

/** Switches on a machine that is off, with the disk that it has. Resolves when one can log in to it. */
export async function bootMachine(
	directory: string,
	lab: LabState,
	machine: string,
): Promise<void> {
	await startQemu(directory, lab, machine, { incoming: false });
	const agent = await openAgent(machinePaths(directory, machine).agent);
	await agent.hear("ready", BOOT_SECONDS);
	agent.close();
	machineState(lab, machine).startedAt = Date.now();
}

/** Ends the machine's process, like a power cut. Does nothing where the machine does not run. */
export async function stopMachine(
	directory: string,
	lab: LabState,
	machine: string,
): Promise<void> {
	const { process } = machineState(lab, machine);
	await endProcesses(process === undefined ? [] : [process]);
	delete machineState(lab, machine).process;
	const { pidFile, qmp, agent } = machinePaths(directory, machine);
	for (const path of [pidFile, qmp, agent]) rmSync(path, { force: true });
}

/** The recorded state of a machine. If there is no such machine, a {@link LabError} lists the existing ones. */
export function machineState(lab: LabState, machine: string): MachineState {
	const state = lab.machines[machine];
	if (state === undefined)
		throw new LabError(
			`${lab.name}: there is no machine ${machine}; machines are ${Object.keys(lab.machines).join(", ")}`,
		);
	return state;
}

async function startQemu(
	directory: string,
	lab: LabState,
	machine: string,
	options: { incoming: boolean },
): Promise<void> {
	const state = machineState(lab, machine);
	const paths = machinePaths(directory, machine);
	const start = () =>
		runTool(
			"qemu-system-x86_64",
			qemuArguments({
				name: machine,
				accelerator: lab.accelerator,
				memory: lab.memory,
				...(options.incoming
					? {
							memoryFile: { path: join(state.template, "ram"), shared: false },
						}
					: {}),
				image: lab.image,
				disk: paths.disk,
				sshPort: state.port,
				cards: machineCards(lab, machine, lab.addresses[machine] ?? {}).map(
					({ mac, link }) => ({
						mac,
						socket: portSocket(directory, machine, link),
					}),
				),
				paths,
				incoming: options.incoming,
			}),
			// an outage within an `up` may switch on a machine, which must then stay on
			{ environment: lasting(process.env) },
		);
	await start().catch(async (error: unknown) => {
		// another program may take the port after we chose it: then choose again, once
		if (!(error instanceof LabError) || (await isFree(state.port))) throw error;
		state.port = await freePort();
		await start();
	});
	const pid = Number(readFileSync(paths.pidFile, "utf8").trim());
	const found = identify(pid);
	if (found === undefined)
		throw new LabError(
			`${machine}: QEMU ended right after its start; see ${paths.console}`,
		);
	state.process = found;
}

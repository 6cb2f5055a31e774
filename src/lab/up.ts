import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { LabError } from "../errors.ts";
import { chooseAccelerator } from "./accelerator.ts";
import type { LabContext } from "./context.ts";
import type { Definition } from "./definition.ts";
import { labDirectory } from "./directory.ts";
import { clearLab } from "./down.ts";
import { freePort } from "./free-port.ts";
import { ensureImage } from "./image.ts";
import { withLock } from "./lock.ts";
import { cloneMachine } from "./machine.ts";
import { checkSocketPaths, machinePaths } from "./paths.ts";
import { repairLab } from "./repair.ts";
import { startSwitch, switchSockets } from "./start-switch.ts";
import { type LabState, readLabState, writeLabState } from "./state.ts";
import { ensureTemplate } from "./template.ts";
import { writeSshFiles } from "./write-ssh-files.ts";

/**
 * Starts the lab of this folder, or brings it back to all machines ready where it was started before. A start that fails
 * leaves nothing behind.
 */
export async function startLab(
	context: LabContext & {
		/** Work in the lab's new directory beside the start of its machines. Must not reject. */
		readonly alongside?: (directory: string) => Promise<void>;
	},
	folder: string,
	definition: Definition,
): Promise<{ directory: string; state: LabState; started: boolean }> {
	const directory = labDirectory(folder, context.environment);
	return await withLock(
		directory,
		async () => {
			const found = readLabState(directory);
			if (found?.phase === "running") {
				refuseChange(found, definition, folder);
				await repairLab(context, directory, found);
				return { directory, state: found, started: false };
			}
			await clearLab(directory);
			try {
				const state = await prepare(context, directory, folder, definition);
				// both to their end also where one fails: what is left is cleared after it
				const beside = context.alongside?.(directory);
				await start(context, directory, state).finally(() => beside);
				return { directory, state, started: true };
			} catch (error) {
				await clearLab(directory);
				throw error;
			}
		},
		{ waitSeconds: 600, report: context.report },
	);
}

/** Image, templates and ports of all machines; the lab's directory, with what is known of it. */
async function prepare(
	context: LabContext,
	directory: string,
	folder: string,
	definition: Definition,
): Promise<LabState> {
	checkSocketPaths([
		...switchSockets(directory, {
			links: definition.links,
			addresses: definition.machines,
		}),
		...Object.keys(definition.machines).map(
			(machine) => machinePaths(directory, machine).console,
		),
	]);
	const image = await ensureImage(context);
	const accelerator = await chooseAccelerator(context, image);
	const machines: LabState["machines"] = {};
	for (const [machine, addresses] of Object.entries(definition.machines)) {
		const template = await ensureTemplate(context, image, {
			accelerator,
			memory: definition.memory,
			cards: Object.keys(addresses).length,
			running: definition.running[machine] ?? [],
		});
		machines[machine] = {
			port: await freePort(),
			hostKey: "",
			template,
			startedAt: 0,
		};
	}
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	const state: LabState = {
		version: 1,
		name: definition.name,
		folder: realpathSync(folder),
		phase: "starting",
		links: definition.links,
		addresses: definition.machines,
		running: definition.running,
		memory: definition.memory,
		accelerator,
		image,
		machines,
	};
	writeLabState(directory, state);
	return state;
}

async function start(
	context: LabContext,
	directory: string,
	state: LabState,
): Promise<void> {
	state.switch = await startSwitch(directory, state);
	await Promise.all(
		Object.keys(state.machines).map(async (machine) => {
			await cloneMachine(directory, state, machine);
			context.report(`${machine} ready`);
		}),
	);
	writeSshFiles(directory, state);
	state.phase = "running";
	writeLabState(directory, state);
}

function refuseChange(
	state: LabState,
	definition: Definition,
	folder: string,
): void {
	const { name, links, machines, running, memory } = definition;
	if (
		!isDeepStrictEqual(
			{ name, links, machines, running, memory },
			{
				name: state.name,
				links: state.links,
				machines: state.addresses,
				running: state.running,
				memory: state.memory,
			},
		)
	)
		throw new LabError(
			`${join(folder, "lab.ts")}: changed since the lab was started; the running machines are the old ones\n  end them first: bin/lvs lab down ${folder}`,
		);
}

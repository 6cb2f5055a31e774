import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { LabError } from "../errors.ts";
import { quote } from "../model/quote.ts";
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
 * Starts the lab of this folder. If it was started before, all its machines are made ready again. A start that fails leaves
 * nothing behind.
 */
export async function startLab(
	context: LabContext & {
		/** Work to do in the lab's new directory while its machines start. Must not reject. */
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
				// wait for both even if one fails: their remains are only cleared afterwards
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

/** Prepares image, templates and ports for all machines, and the lab's directory with its state. */
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
			`${join(folder, "lab.ts")}: changed since the lab was started; the running machines are the old ones\n  end them first: lvsctl lab down ${quote(folder)}`,
		);
}

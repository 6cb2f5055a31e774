import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { requireLab } from "../../lab/find-lab.ts";
import { readLabState } from "../../lab/state.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { labStack } from "./choose-stack.ts";
import { pulumiEnvironment } from "./environment.ts";

const preload = new URL(
	`../preload${extname(import.meta.filename)}`,
	import.meta.url,
);

/** The stack of a folder whose lab runs. It is made if it does not exist yet. */
export async function prepareStack(folder: string): Promise<Stack> {
	const { directory } = requireLab(folder, process.env);
	const stack = await makeStack(folder, directory);
	if (lockedByTheDead(stateOf(directory)))
		await askPulumi(["cancel", "--yes"], stack);
	return stack;
}

/**
 * The stack of a folder. It is made if it does not exist yet. Its state lies in the lab's own directory, so it is removed
 * together with the machines it describes.
 */
export async function makeStack(
	folder: string,
	directory: string,
): Promise<Stack> {
	const environment = pulumiEnvironment(directory);
	const state = readLabState(directory);
	const stack: Stack = {
		folder: resolve(folder),
		name: labStack,
		machines: new Map(
			Object.entries(state?.addresses ?? {}).map(([machine, links]) => [
				machine,
				Object.values(links)[0] ?? "",
			]),
		),
		environment: {
			...environment,
			// if V8's young generation may grow, a large cluster's declaration takes 100 MB more, and no time is saved
			NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --max-semi-space-size=4 --import ${preload}`,
			// a separate cache: code compiled without the preload cannot be used with it
			NODE_COMPILE_CACHE: join(environment.NODE_COMPILE_CACHE, "preloaded"),
		},
	};
	mkdirSync(join(directory, "pulumi"), { recursive: true });
	if (!exists(stateOf(directory)))
		await askPulumi(["stack", "init", labStack, "--no-select"], stack);
	return stack;
}

function stateOf(directory: string): string {
	return join(directory, "pulumi", ".pulumi");
}

function exists(state: string): boolean {
	return filesBelow(join(state, "stacks")).some((file) =>
		file.endsWith(`/${labStack}.json`),
	);
}

/** Whether only dead engines hold locks on the stack. A killed engine leaves its lock, and nothing else removes it. */
function lockedByTheDead(state: string): boolean {
	const locks = filesBelow(join(state, "locks"));
	return (
		locks.length > 0 &&
		locks.every((file) => {
			const { pid } = JSON.parse(readFileSync(file, "utf8")) as { pid: number };
			return !existsSync(`/proc/${pid}`);
		})
	);
}

function filesBelow(directory: string): string[] {
	if (!existsSync(directory)) return [];
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { requireLab } from "../lab/find-lab.ts";
import { askPulumi } from "./ask-pulumi.ts";
import { pulumiEnvironment } from "./environment.ts";
import type { Stack } from "./pulumi.ts";

/** The one stack of a lab's folder. */
const name = "lab";

const preload = new URL(
	`./preload${extname(import.meta.filename)}`,
	import.meta.url,
);

/** The stack of a folder whose lab runs, made where it is not there yet. */
export async function prepareStack(folder: string): Promise<Stack> {
	const { directory } = requireLab(folder, process.env);
	const stack = await makeStack(folder, directory);
	if (lockedByTheDead(stateOf(directory)))
		await askPulumi(["cancel", "--yes"], stack);
	return stack;
}

/**
 * The stack of a folder, made where it is not there yet. Its state lives in the lab's own directory: it ends with the
 * machines it speaks of.
 */
export async function makeStack(
	folder: string,
	directory: string,
): Promise<Stack> {
	const environment = pulumiEnvironment(directory);
	const stack: Stack = {
		folder: resolve(folder),
		environment: {
			...environment,
			// a new generation that grows holds 100 MB more of a large cluster's declaration, and saves no time
			NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --max-semi-space-size=4 --import ${preload}`,
			// what is compiled without the preload is of no use with it
			NODE_COMPILE_CACHE: join(environment.NODE_COMPILE_CACHE, "preloaded"),
		},
	};
	mkdirSync(join(directory, "pulumi"), { recursive: true });
	if (!exists(stateOf(directory)))
		await askPulumi(["stack", "init", name, "--no-select"], stack);
	return stack;
}

function stateOf(directory: string): string {
	return join(directory, "pulumi", ".pulumi");
}

function exists(state: string): boolean {
	return filesBelow(join(state, "stacks")).some((file) =>
		file.endsWith(`/${name}.json`),
	);
}

/** A killed engine leaves its lock, and nothing else would ever remove it. */
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

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { requireLab } from "../lab/find-lab.ts";
import { pulumiEnvironment } from "./environment.ts";
import { askPulumi, type Stack } from "./pulumi.ts";

/** The one stack of a lab's folder. */
const name = "lab";

/**
 * The stack of a folder whose lab runs, made where it is not there yet. Its state lives in the lab's own directory:
 * it ends with the machines it speaks of.
 */
export async function prepareStack(folder: string): Promise<Stack> {
	const { directory } = requireLab(folder, process.env);
	const stack: Stack = {
		folder: resolve(folder),
		environment: pulumiEnvironment(directory),
	};
	const backend = join(directory, "pulumi");
	mkdirSync(backend, { recursive: true });
	const state = join(backend, ".pulumi");
	if (!exists(state))
		await askPulumi(["stack", "init", name, "--no-select"], stack);
	if (lockedByTheDead(state)) await askPulumi(["cancel", "--yes"], stack);
	return stack;
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

import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readProject } from "./read-project.ts";

/** The folder in which pulumi runs the program of a folder: there, unless `main` in Pulumi.yaml leads elsewhere. Relative paths of the program begin in it. */
export async function programFolder(folder: string): Promise<string> {
	const { main = "." } = await readProject(folder);
	const path = resolve(folder, main);
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
		? dirname(path)
		: path;
}

import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { programFile } from "./program-file.ts";
import { readProject } from "./read-project.ts";

/** The stacks that have settings in a folder's project, by name, each with the path of its file from there: Pulumi.NAME, ending as the file of the program does. */
export async function settingsIn(
	folder: string,
): Promise<ReadonlyMap<string, string>> {
	const file = programFile(folder);
	if (file === undefined) return new Map();
	const { stackConfigDir = "." } = await readProject(folder);
	const directory = join(folder, stackConfigDir);
	if (!existsSync(directory)) return new Map();
	const [begin, end] = ["Pulumi.", extname(file)];
	return new Map(
		readdirSync(directory)
			.filter(
				(name) =>
					name.startsWith(begin) &&
					name.endsWith(end) &&
					name.length > begin.length + end.length,
			)
			.sort()
			.map((name) => [
				name.slice(begin.length, -end.length),
				join(stackConfigDir, name),
			]),
	);
}

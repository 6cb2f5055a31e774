import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/** The names that pulumi gives the file that describes a program, in the order in which it looks for them. */
const names = ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"];

/** The path of the file that describes a folder's program. Undefined: the folder has no program. */
export function programFile(folder: string): string | undefined {
	return names
		.map((name) => join(folder, name))
		.find((path) => existsSync(path) && !statSync(path).isDirectory());
}

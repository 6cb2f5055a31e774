import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The name of a folder's project, by its Pulumi.yaml. Undefined: it has none that we can read. */
export function projectName(folder: string): string | undefined {
	const file = join(folder, "Pulumi.yaml");
	if (!existsSync(file)) return undefined;
	return /^name: *["']?([\w.-]+)["']? *$/m.exec(
		readFileSync(file, "utf8"),
	)?.[1];
}

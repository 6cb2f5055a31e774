import { readdirSync } from "node:fs";

/** The names of the stacks that have settings in the folder, in files called Pulumi.NAME.yaml. */
export function settingsIn(folder: string): string[] {
	return readdirSync(folder)
		.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
		.sort();
}

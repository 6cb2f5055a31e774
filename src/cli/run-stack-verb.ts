import { existsSync } from "node:fs";
import { join } from "node:path";
import { upLab } from "./lab/up-lab.ts";
import { runPulumi } from "./pulumi.ts";
import { reporter } from "./reporter.ts";
import { requireProgram } from "./require-folder.ts";
import { prepareStack } from "./stack.ts";

export interface StackVerb {
	/** Verb of ours and of Pulumi. */
	readonly verb: "up" | "preview" | "refresh" | "destroy";
	/** Start the folder's lab first, where it has one that does not run. */
	readonly startLab: boolean;
	/** What is added for a lab's stack: a lab is for trying, so nothing is asked. */
	readonly labFlags: readonly string[];
}

/** The folder's lab, if it has one, then the Pulumi verb on its stack. @returns the exit code. */
export async function runStackVerb(
	{ verb, startLab, labFlags }: StackVerb,
	folder: string,
	options: readonly string[],
): Promise<number> {
	requireProgram(folder);
	if (!existsSync(join(folder, "lab.ts")))
		return runPulumi([verb, ...options], { folder, environment: {} });
	if (startLab) await upLab(folder, reporter());
	const stack = await prepareStack(folder);
	// who asks for the preview alone must not be told that it cannot be skipped
	const flags = options.includes("--preview-only")
		? labFlags.filter((flag) => flag !== "--skip-preview" && flag !== "--yes")
		: labFlags;
	return runPulumi([verb, ...flags, ...options], stack);
}

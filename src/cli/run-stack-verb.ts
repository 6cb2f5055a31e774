import { existsSync } from "node:fs";
import { join } from "node:path";
import { upLab } from "./lab/up-lab.ts";
import { ownStack } from "./own-stack.ts";
import { runPulumi } from "./pulumi.ts";
import { reporter } from "./reporter.ts";
import { requireProgram } from "./require-folder.ts";
import { prepareStack } from "./stack.ts";

export interface StackVerb {
	/** The verb, which has the same name in `lvsctl` and in Pulumi. */
	readonly verb: "up" | "preview" | "refresh" | "destroy";
	/** Whether to start the folder's lab first, if it has one that does not run. */
	readonly startLab: boolean;
	/** Flags that are added for the stack of a lab. A lab is for experiments, so pulumi asks nothing there. */
	readonly labFlags: readonly string[];
}

/** Starts the folder's lab if it has one and the verb wants it, then runs the Pulumi verb on its stack. @returns the exit code. */
export async function runStackVerb(
	{ verb, startLab, labFlags }: StackVerb,
	folder: string,
	options: readonly string[],
): Promise<number> {
	requireProgram(folder);
	if (!existsSync(join(folder, "lab.ts")))
		return runPulumi([verb, ...options], await ownStack(folder));
	if (startLab) await upLab(folder, reporter());
	const stack = await prepareStack(folder);
	// --preview-only contradicts these two flags, and pulumi would complain
	const flags = options.includes("--preview-only")
		? labFlags.filter((flag) => flag !== "--skip-preview" && flag !== "--yes")
		: labFlags;
	return runPulumi([verb, ...flags, ...options], stack);
}

import type { Command } from "commander";

export interface StackVerb {
	/** Verb of ours and of Pulumi. */
	readonly verb: "up" | "preview" | "refresh" | "destroy";
	/** Start the folder's lab first, where it has one that does not run. */
	readonly startLab: boolean;
	/** What is added for a lab's stack: a lab is for trying, so nothing is asked. */
	readonly labFlags: readonly string[];
}

/** Declares a verb that passes on to Pulumi on the folder's stack. */
export function stackVerb(command: Command, verb: StackVerb): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.argument("[options...]", "for pulumi, after --")
		.action(async (folder: string, options: readonly string[]) => {
			const { runStackVerb } = await import("./run-stack-verb.ts");
			process.exitCode = await runStackVerb(verb, folder, options);
		});
}

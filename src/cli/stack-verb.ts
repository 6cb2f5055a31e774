import type { Command } from "commander";
import type { StackVerb } from "./run-stack-verb.ts";

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

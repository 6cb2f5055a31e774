import type { Command } from "commander";
import type { StackVerb } from "./run-stack-verb.ts";

// The verbs that are Pulumi's too, on the stack of a folder. A lab is for trying, so nothing is asked there.

export const up = stackVerb({
	verb: "up",
	startLab: true,
	labFlags: ["--yes", "--skip-preview"],
});

export const preview = stackVerb({
	verb: "preview",
	startLab: true,
	labFlags: ["--diff"],
});

export const refresh = stackVerb({
	verb: "refresh",
	startLab: false,
	labFlags: ["--yes", "--skip-preview", "--diff"],
});

export const destroy = stackVerb({
	verb: "destroy",
	startLab: false,
	labFlags: ["--yes", "--skip-preview"],
});

/** Declares arguments and action of one of them. */
function stackVerb(verb: StackVerb): (command: Command) => void {
	return (command) => {
		command
			.argument("[folder]", "with Pulumi.yaml", ".")
			.argument("[options...]", "for pulumi, after --")
			.action(async (folder: string, options: readonly string[]) => {
				const { runStackVerb } = await import("./run-stack-verb.ts");
				process.exitCode = await runStackVerb(verb, folder, options);
			});
	};
}

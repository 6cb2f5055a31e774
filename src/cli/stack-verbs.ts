import type { Command } from "commander";
import type { StackVerb } from "./run-stack-verb.ts";

// The verbs that Pulumi has too, on the stack of a folder. A lab is for experiments, so they ask nothing there.

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

/** Declares the arguments and the action of one verb. */
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

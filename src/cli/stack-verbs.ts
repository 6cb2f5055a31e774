import type { Command } from "commander";
import { folderAndOptions } from "./folder-and-options.ts";
import type { StackVerb } from "./run-stack-verb.ts";

// The verbs that Pulumi has too, on the stack of a folder. A lab is for experiments, so they ask nothing there.

export const up = stackVerb({
	verb: "up",
	example: "--yes",
	startLab: true,
	labFlags: ["--yes", "--skip-preview"],
});

export const preview = stackVerb({
	verb: "preview",
	example: "--diff",
	startLab: true,
	labFlags: ["--diff"],
});

export const refresh = stackVerb({
	verb: "refresh",
	example: "--preview-only --expect-no-changes",
	startLab: false,
	labFlags: ["--yes", "--skip-preview", "--diff"],
});

export const destroy = stackVerb({
	verb: "destroy",
	example: "--yes",
	startLab: false,
	labFlags: ["--yes", "--skip-preview"],
});

/** Declares arguments and action of one of them. */
function stackVerb(
	verb: StackVerb & {
		/** An option of pulumi that is often wanted. */ readonly example: string;
	},
): (command: Command) => void {
	return (command) => {
		command
			.argument("[folder]", "with Pulumi.yaml", ".")
			.argument(
				"[options...]",
				"for pulumi, after --; the folder may be left out",
			)
			.usage("[folder] [-- options for pulumi]")
			.addHelpText("after", `\nExample: lvsctl ${verb.verb} -- ${verb.example}`)
			.showHelpAfterError(
				`(options for pulumi stand after --, like: lvsctl ${verb.verb} -- ${verb.example}; --help says more)`,
			)
			.action(async () => {
				const { folder, options } = folderAndOptions(
					command.args,
					process.argv.slice(2),
				);
				const { runStackVerb } = await import("./run-stack-verb.ts");
				process.exitCode = await runStackVerb(verb, folder, options);
			});
	};
}

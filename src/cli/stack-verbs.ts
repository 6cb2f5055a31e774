import { existsSync } from "node:fs";
import { join } from "node:path";
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
	forgets: true,
});

/** Declares arguments and action of one of them. */
function stackVerb(
	verb: StackVerb & {
		/** An option of pulumi that is often wanted. */ readonly example: string;
		/** Whether it may first take a host out of the state. */
		readonly forgets?: boolean;
	},
): (command: Command) => void {
	return (command) => {
		if (verb.forgets)
			command.option(
				"--forget <host>",
				"first take this host, which is gone for good, out of the state",
			);
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
				const { forget } = command.opts<{ forget?: string }>();
				const { folder, options } = folderAndOptions(
					command.args,
					process.argv.slice(2),
				);
				if (forget !== undefined) {
					const { forgetHost } = await import("./forget-host.ts");
					// where the verb asks nothing, nothing is asked before it
					const yes = options.includes("--yes") || isLab(folder);
					if (!(await forgetHost(folder, forget, yes))) {
						process.exitCode = 1;
						return;
					}
				}
				const { runStackVerb } = await import("./run-stack-verb.ts");
				process.exitCode = await runStackVerb(verb, folder, options);
			});
	};
}

function isLab(folder: string): boolean {
	return existsSync(join(folder, "lab.ts"));
}

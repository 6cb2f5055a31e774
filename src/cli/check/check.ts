import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly only?: readonly string[];
	readonly stack?: string;
	readonly diagnose: boolean;
	readonly outages: boolean;
}

export default function check(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.option(
			"--only <kinds>",
			"the checks of these kinds, like session,article",
			list,
		)
		.option(
			"--outages",
			"rehearse the declared outages too: clients may lose requests meanwhile",
			false,
		)
		.option(
			"--no-diagnose",
			"if a check fails, do not ask the hosts where requests end",
		)
		.addHelpText("after", "\nExample: lvsctl check --only session,article")
		.action(async (folder: string, options: Options) => {
			const { output, only, stack } = options;
			const { openStack } = await import("../stack/open-stack.ts");
			const { runDeclaredChecks } = await import("./run-declared-checks.ts");
			const { formatResult } = await import("../../smoke/checks.ts");
			const opened = await openStack(folder, stack);
			const results = await runDeclaredChecks(
				opened,
				folder,
				{ only, ...(options.outages ? { outages: true } : {}) },
				console.error,
			);
			printAnswer(output, results, () => results.map(formatResult).join("\n"));
			if (results.every(({ passed }) => passed)) return;
			process.exitCode = 1;
			if (!options.diagnose) return;
			const { diagnoseFailed } = await import("../diagnose/diagnose-failed.ts");
			await diagnoseFailed(opened);
		});
}

const list = (words: string) => words.split(",");

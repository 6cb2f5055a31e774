import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly only?: readonly string[];
	readonly stack?: string;
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
		.addHelpText("after", "\nExample: lvsctl check --only session,article")
		.action(async (folder: string, { output, only, stack }: Options) => {
			const { openStack } = await import("../stack/open-stack.ts");
			const { runDeclaredChecks } = await import("./run-declared-checks.ts");
			const { formatResult } = await import("../../smoke/checks.ts");
			const results = await runDeclaredChecks(
				await openStack(folder, stack),
				folder,
				only,
				console.error,
			);
			printAnswer(output, results, () => results.map(formatResult).join("\n"));
			if (results.every(({ passed }) => passed)) return;
			process.exitCode = 1;
			console.error(
				`lvsctl diagnose ${folder} says where a request ends, and why.`,
			);
		});
}

const list = (words: string) => words.split(",");

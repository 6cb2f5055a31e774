import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";

export default function doctor(command: Command): void {
	command
		.addOption(outputOption())
		.addHelpText(
			"after",
			"\nExit 0: all is there. Exit 1: something is missing. Example: lvsctl doctor -o json",
		)
		.action(async (options: { output: string }) => {
			const [{ examine }, { table }] = await Promise.all([
				import("./examine.ts"),
				import("../table.ts"),
			]);
			const findings = await examine(process.env);
			printAnswer(options.output, findings, () =>
				table(
					["", "what", "found", "so"],
					findings.map(({ good, what, found, consequence }) => [
						good ? "ok" : "MISSING",
						what,
						found,
						consequence,
					]),
				),
			);
			if (findings.some(({ good }) => !good)) process.exitCode = 1;
		});
}

import type { Command } from "commander";
import { outputOption } from "./output-option.ts";

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
				import("./table.ts"),
			]);
			const findings = await examine(process.env);
			console.log(
				options.output === "json"
					? JSON.stringify(findings, null, "\t")
					: table(
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

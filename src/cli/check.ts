import type { Command } from "commander";
import { outputOption } from "./output-option.ts";

export default function check(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(outputOption())
		.action(async (folder: string, { output }: { output: string }) => {
			const { runDeclaredChecks } = await import("./run-declared-checks.ts");
			const { formatResult } = await import("../smoke/checks.ts");
			const results = await runDeclaredChecks(folder);
			console.log(
				output === "json"
					? JSON.stringify(results, null, "\t")
					: results.map(formatResult).join("\n"),
			);
			if (results.some(({ passed }) => !passed)) process.exitCode = 1;
		});
}

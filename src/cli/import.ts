import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { Option } from "commander";

export default function importRules(command: Command): void {
	command
		.argument(
			"<rules>",
			"what ipvsadm -Sn prints, a file or - for standard input",
		)
		.addOption(
			new Option("-o, --output <form>", "how to print")
				.choices(["program", "json"])
				.default("program"),
		)
		.addHelpText(
			"after",
			"\nOf a live director: ssh root@director ipvsadm -Sn | lvs import -",
		)
		.action(async (file: string, { output }: { output: string }) => {
			const { readRules } = await import("../import/read-rules.ts");
			const { declareRules } = await import("../import/declare-rules.ts");
			const { formatDeclaration } = await import(
				"../import/format-declaration.ts"
			);
			const text = readFileSync(file === "-" ? 0 : file, "utf8");
			const { clusters, unread } = declareRules(readRules(text));
			console.log(
				output === "json"
					? JSON.stringify(clusters, null, "\t")
					: clusters
							.map((cluster, index) =>
								formatDeclaration(
									cluster,
									index === 0 ? "web" : `web${index + 1}`,
								),
							)
							.join("\n"),
			);
			for (const { line, text, reason } of unread)
				console.error(`${file}:${line}: ${text}: ${reason}`);
			if (unread.length > 0) process.exitCode = 1;
		});
}

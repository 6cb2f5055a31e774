import type { Command } from "commander";
import { outputOption } from "./output-option.ts";

export default function render(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(outputOption())
		.action(async (folder: string, { output }: { output: string }) => {
			const { rendered } = await import("./rendered.ts");
			const { formatRendered } = await import("./format-rendered.ts");
			const hosts = await rendered(folder);
			console.log(
				output === "json"
					? JSON.stringify(hosts, null, "\t")
					: hosts.map(formatRendered).join("\n"),
			);
		});
}

import type { Command } from "commander";
import { readDuration } from "./read-duration.ts";

export function drain(command: Command): void {
	command
		.argument("<realServer>", "its name in the declaration")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.option(
			"--for <time>",
			'lift the drain by itself after this time, like "5m"',
			readDuration,
		)
		.action(
			async (
				realServer: string,
				folder: string,
				{ for: seconds }: { for?: number },
			) => {
				const { drainRealServer } = await import("./drain-real-server.ts");
				await drainRealServer(folder, realServer, { seconds });
			},
		);
}

export function undrain(command: Command): void {
	command
		.argument("<realServer>", "its name in the declaration")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.action(async (realServer: string, folder: string) => {
			const { drainRealServer } = await import("./drain-real-server.ts");
			await drainRealServer(folder, realServer, "lift");
		});
}

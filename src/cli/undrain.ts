import type { Command } from "commander";

export default function undrain(command: Command): void {
	command
		.argument("<realServer>", "its name in the declaration")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.action(async (realServer: string, folder: string) => {
			const { drainRealServer } = await import("./drain-real-server.ts");
			await drainRealServer(folder, realServer, "lift");
		});
}

import type { Command } from "commander";

export default function demo(command: Command): void {
	command
		.argument("[folder]", "a lab with an index.ts", ".")
		.addHelpText("after", "\nExample: lvsctl demo labs/02-dr")
		.action(async (folder: string) => {
			const { runDemo } = await import("./run-demo.ts");
			process.exitCode = await runDemo(folder);
		});
}

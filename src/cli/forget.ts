import type { Command } from "commander";

export default function forget(command: Command): void {
	command
		.argument("<host>", "its name in the declaration, or its address")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.option("-y, --yes", "ask nothing", false)
		.addHelpText(
			"after",
			`
For a host that is gone for good: it leaves the state of the stack, in all its roles. No host is touched. A copy of the state is
kept. Exit 1: you said no. Example: lvsctl forget rs1`,
		)
		.action(async (host: string, folder: string, { yes }: { yes: boolean }) => {
			const { forgetHost } = await import("./forget-host.ts");
			if (!(await forgetHost(folder, host, yes))) process.exitCode = 1;
		});
}

import type { Command } from "commander";
import { stackOption } from "../stack/stack-option.ts";

export default function forget(command: Command): void {
	command
		.argument("<host>", "its name in the declaration, or its address")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.option("-y, --yes", "ask nothing", false)
		.addHelpText(
			"after",
			`
For a host that is gone for good: it leaves the state of the stack, in all its roles. No host is touched. A copy of the state is
kept. Exit 1: you said no. Example: lvsctl forget rs1`,
		)
		.action(
			async (
				host: string,
				folder: string,
				{ yes, stack }: { yes: boolean; stack?: string },
			) => {
				const { stackOf } = await import("../stack/stack-of.ts");
				const { forgetHost } = await import("./forget-host.ts");
				const from = await stackOf(folder, stack);
				const say = console.log;
				if (!(await forgetHost(from, host, { yes, say }))) process.exitCode = 1;
			},
		);
}

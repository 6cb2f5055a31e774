import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { refuseSecond } from "../refuse-second.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
	readonly yes: boolean;
}

export default function forget(command: Command): void {
	command
		.argument("<host>", "its name in the declaration, or its address")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.option("-y, --yes", "ask nothing", false)
		.addHelpText(
			"after",
			`
For a host that is gone for good: it leaves the state of the stack, in all its roles. No host is touched. A copy of the state is
kept. Exit 1: you said no. Example: lvsctl forget rs1`,
		)
		.action(
			async (host: string, folder: string, { output, stack, yes }: Options) => {
				refuseSecond("forget", folder);
				const { stackOf } = await import("../stack/stack-of.ts");
				const { askToForget } = await import("./ask-to-forget.ts");
				const json = output === "json";
				const done = await askToForget(await stackOf(folder, stack), host, {
					yes,
					// standard output is for the program that reads it
					say: json ? console.error : console.log,
				});
				if (done === undefined) process.exitCode = 1;
				else if (json) console.log(JSON.stringify(done, null, "\t"));
			},
		);
}

import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
	readonly service?: string;
}

export default function explain(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.option(
			"--service <key>",
			'the service as ipvsadm names it, like "-t 172.18.0.70:80"; default: the first',
		)
		.addHelpText(
			"after",
			'\nExample: lvsctl explain labs/02-dr --service "-t 172.18.0.70:80"',
		)
		.action(async (folder: string, { output, stack, service }: Options) => {
			const { openCluster } = await import("../stack/open-stack.ts");
			const { explainCluster } = await import("./explain-cluster.ts");
			const { formatHops } = await import("./hops.ts");
			const hops = await explainCluster(
				await openCluster(folder, stack),
				service,
			);
			printAnswer(output, hops, () => formatHops(hops));
		});
}

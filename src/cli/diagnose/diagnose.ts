import { type Command, Option } from "commander";
import { connectLimits } from "../../model/connect-limits.ts";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { readDuration } from "../read-duration.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
	readonly service?: string;
	readonly realServer?: string;
	readonly from?: string;
	/** Seconds. */
	readonly timeout?: number;
}

export default function diagnose(command: Command): void {
	command
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.option(
			"--service <key>",
			'the service as ipvsadm names it, like "-t 172.18.0.70:80"; default: all',
		)
		.option("--real-server <name>", "say only what concerns this real server")
		.option(
			"--from <host>",
			"the machine that asks: its name in the declaration, or user@address[:port]; default: the client of the smoke test",
		)
		.addOption(
			new Option(
				"--timeout <time>",
				"how long one host may take to be reached; default: its connectSeconds, or 5s",
			).argParser(readDuration(connectLimits)),
		)
		.addHelpText("after", "\nExample: lvsctl diagnose --real-server rs1")
		.action(async (folder: string, options: Options) => {
			const { openCluster } = await import("../stack/open-stack.ts");
			const { diagnoseCluster } = await import("./diagnose-cluster.ts");
			const { formatVerdicts, exitOf } = await import("./format-verdicts.ts");
			const cluster = await openCluster(folder, options.stack);
			const verdicts = await diagnoseCluster(cluster, options);
			printAnswer(options.output, verdicts, () => formatVerdicts(verdicts));
			process.exitCode = exitOf(verdicts);
		});
}

import { type Command, Option } from "commander";
import { quote } from "../../model/quote.ts";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { refuseSecond } from "../refuse-second.ts";
import { stackOption } from "../stack/stack-option.ts";
import { UsageError } from "../usage-error.ts";
import { readTarget } from "./read-target.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
}

export function failover(command: Command): void {
	command
		.argument(
			"[director]",
			"its name in the declaration, or its address; default: the next one that is ready",
		)
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl failover lb2 --stack prod")
		.action(
			async (
				_director: string | undefined,
				_folder: string,
				{ output, stack }: Options,
			) => {
				const { director, folder } = readTarget(command.args);
				const { openCluster } = await import("../stack/open-stack.ts");
				const { handOver } = await import("./hand-over.ts");
				const { formatHandedOver } = await import("./format-move.ts");
				const done = await handOver(await openCluster(folder, stack), director);
				printAnswer(output, done, () => done.map(formatHandedOver).join("\n"));
			},
		);
}

export function standby(command: Command): void {
	command
		.argument("<director>", "its name in the declaration, or its address")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(
			new Option(
				"--end",
				"let it have the VIP again; unless preemptSeconds is declared, it does not take it from another director",
			).default(false),
		)
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl standby lb1 --stack prod")
		.action(
			async (
				_director: string,
				_folder: string,
				{ output, stack, end }: Options & { readonly end: boolean },
			) => {
				const { director, folder } = readTarget(command.args);
				if (director === undefined)
					throw new UsageError(
						`${folder}: this is a folder, and no director is named; write it before: lvsctl standby lb1 ${quote(folder)}`,
					);
				refuseSecond("standby", folder);
				const { openCluster } = await import("../stack/open-stack.ts");
				const { standBy, endStandBy } = await import("./hand-over.ts");
				const { formatHandedOver, formatLetIn } = await import(
					"./format-move.ts"
				);
				const open = await openCluster(folder, stack);
				if (end) {
					const own = await endStandBy(open, director);
					const clusters = own.map(({ component }) => component);
					printAnswer(output, { director, clusters }, () =>
						own.map(formatLetIn).join("\n"),
					);
					return;
				}
				const done = await standBy(open, director);
				printAnswer(output, done, () => done.map(formatHandedOver).join("\n"));
			},
		);
}

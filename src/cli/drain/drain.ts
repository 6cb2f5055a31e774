import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { readDuration } from "../read-duration.ts";
import { refuseSecond } from "../refuse-second.ts";
import { stackOption } from "../stack/stack-option.ts";
import type { How } from "./drain-real-server.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
	/** Seconds. */
	readonly for?: number;
	readonly last?: boolean;
}

export function drain(command: Command): void {
	declare(command, "lvsctl drain rs1 --for 5m --stack prod")
		.option(
			"--for <time>",
			'end the drain by itself after this time, like "5m"',
			// a drain of a year is meant to stay, and then needs no end
			readDuration({ least: 1, most: 366 * 86400 }),
		)
		.option("--last", "drain it even if no other real server would be left")
		.action((realServer: string, folder: string, options: Options) =>
			run(realServer, folder, options, {
				seconds: options.for,
				last: options.last ?? false,
			}),
		);
}

export function undrain(command: Command): void {
	declare(command, "lvsctl undrain rs1 --stack prod").action(
		(realServer: string, folder: string, options: Options) =>
			run(realServer, folder, options, "lift"),
	);
}

function declare(command: Command, example: string): Command {
	return command
		.argument("<realServer>", "its name in the declaration, or its address")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText("after", `\nExample: ${example}`);
}

async function run(
	realServer: string,
	folder: string,
	{ output, stack }: Options,
	how: How,
): Promise<void> {
	refuseSecond(how === "lift" ? "undrain" : "drain", folder);
	const { openCluster } = await import("../stack/open-stack.ts");
	const { drainRealServer } = await import("./drain-real-server.ts");
	const { isAway } = await import("../stack/on-each.ts");
	const { formatDrained } = await import("./format-drained.ts");
	const done = await drainRealServer(
		await openCluster(folder, stack),
		realServer,
		how,
	);
	printAnswer(output, done, () =>
		done.map((each) => formatDrained(each, realServer, how)).join("\n"),
	);
	if (done.some(isAway)) process.exitCode = 3;
}

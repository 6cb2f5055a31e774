import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { UsageError } from "../usage-error.ts";
import { findAskedLab } from "./lab-option.ts";

export default function status(parent: Command): void {
	parent
		.command("status [folder]")
		.description(
			"one line for each machine; exit 0: all ready, 1: some are not, 2: no lab runs",
		)
		.option("-C, --lab <folder>", "the same as the argument, or the lab's name")
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl lab status -o json")
		.action(
			async (
				folder: string | undefined,
				options: { lab?: string; output: string },
			) => {
				const asked = folder ?? options.lab ?? ".";
				const lab = findAskedLab(asked);
				if (lab === undefined)
					throw new UsageError(
						`${asked}: no lab runs for this folder; start it: lvsctl lab up ${asked}`,
					);
				const [{ labAnswer }, { table }] = await Promise.all([
					import("./lab-answer.ts"),
					import("../table.ts"),
				]);
				const answer = await labAnswer(lab);
				const { machines } = answer;
				printAnswer(options.output, answer, () =>
					table(
						["machine", "state", "ssh port", "addresses", "memory", "up"],
						machines.map((machine) => [
							machine.machine,
							machine.state,
							`${machine.sshPort}`,
							Object.entries(machine.addresses)
								.map(([link, address]) => `${link} ${address}`)
								.join(", "),
							`${machine.memoryUsed} of ${machine.memory} MB`,
							`${machine.uptime} s`,
						]),
					),
				);
				if (machines.some(({ state }) => state !== "ready"))
					process.exitCode = 1;
			},
		);
}

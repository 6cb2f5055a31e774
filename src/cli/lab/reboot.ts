import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { reporter } from "../reporter.ts";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function reboot(parent: Command): void {
	parent
		.command("reboot <machines...>")
		.description("reboot machines, and wait until they are ready again")
		.addOption(labOption())
		.addOption(outputOption())
		.option("--hard", "cut the power instead of asking the system")
		.addHelpText("after", "\nExample: lvsctl lab reboot rs1 --hard")
		.action(
			async (
				machines: string[],
				options: { lab: string; hard?: true; output: string },
				command: Command,
			) => {
				const lab = askedLab(options);
				for (const machine of machines) requireMachine(command, lab, machine);
				const [{ changeMachines }, { rebootMachine }, { printChanged }] =
					await Promise.all([
						import("../../lab/change-machines.ts"),
						import("../../lab/reboot.ts"),
						import("./print-changed.ts"),
					]);
				const report = reporter();
				await changeMachines(
					{ environment: process.env, report },
					lab,
					machines,
					async (directory, state, machine) => {
						await rebootMachine(directory, state, machine, {
							hard: options.hard ?? false,
						});
						report(`${machine} ready, rebooted`);
					},
				);
				await printChanged(options.output, options.lab, { rebooted: machines });
			},
		);
}

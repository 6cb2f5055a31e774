import type { Command } from "commander";
import { reporter } from "../reporter.ts";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function reset(parent: Command): void {
	parent
		.command("reset [machines...]")
		.description(
			"make machines (default: all) new again, as after up: disk, host key and machine-id are new, addresses stay",
		)
		.addOption(labOption())
		.addHelpText("after", "\nExample: lvsctl lab reset rs1")
		.action(
			async (
				machines: string[],
				options: { lab: string },
				command: Command,
			) => {
				const lab = askedLab(options);
				for (const machine of machines) requireMachine(command, lab, machine);
				const [{ changeMachines }, { cloneMachine, stopMachine }] =
					await Promise.all([
						import("../../lab/change-machines.ts"),
						import("../../lab/machine.ts"),
					]);
				const report = reporter();
				await changeMachines(
					{ environment: process.env, report },
					lab,
					machines.length > 0 ? machines : Object.keys(lab.state.machines),
					async (directory, state, machine) => {
						await stopMachine(directory, state, machine);
						await cloneMachine(directory, state, machine);
						report(`${machine} ready, new`);
					},
				);
			},
		);
}

import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { reporter } from "../reporter.ts";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function reset(parent: Command): void {
	parent
		.command("reset [machines...]")
		.description(
			"make machines (default: all) new again, as after up: disk, host key and machine-id are new, addresses stay",
		)
		.addOption(labOption())
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl lab reset rs1")
		.action(
			async (
				machines: string[],
				options: { lab: string; output: string },
				command: Command,
			) => {
				const lab = askedLab(options);
				for (const machine of machines) requireMachine(command, lab, machine);
				const [
					{ changeMachines },
					{ cloneMachine, stopMachine },
					{ printChanged },
				] = await Promise.all([
					import("../../lab/change-machines.ts"),
					import("../../lab/machine.ts"),
					import("./print-changed.ts"),
				]);
				const asked =
					machines.length > 0 ? machines : Object.keys(lab.state.machines);
				const report = reporter();
				await changeMachines(
					{ environment: process.env, report },
					lab,
					asked,
					async (directory, state, machine) => {
						await stopMachine(directory, state, machine);
						await cloneMachine(directory, state, machine);
						report(`${machine} ready, new`);
					},
				);
				await printChanged(options.output, options.lab, { reset: asked });
			},
		);
}

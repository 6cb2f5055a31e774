import type { Command } from "commander";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function logs(parent: Command): void {
	parent
		.command("logs <machine>")
		.description("print what a machine wrote to its console")
		.addOption(labOption())
		.addHelpText("after", "\nExample: lvsctl lab logs rs1")
		.action(
			async (machine: string, options: { lab: string }, command: Command) => {
				const lab = askedLab(options);
				requireMachine(command, lab, machine);
				const [{ createReadStream }, { pipeline }, { machinePaths }] =
					await Promise.all([
						import("node:fs"),
						import("node:stream/promises"),
						import("../../lab/paths.ts"),
					]);
				await pipeline(
					createReadStream(machinePaths(lab.directory, machine).console),
					process.stdout,
					{ end: false },
				);
			},
		);
}

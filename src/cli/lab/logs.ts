import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printForPrograms } from "../print-answer.ts";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function logs(parent: Command): void {
	parent
		.command("logs <machine>")
		.description("print what a machine wrote to its console")
		.addOption(labOption())
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl lab logs rs1")
		.action(
			async (
				machine: string,
				options: { lab: string; output: string },
				command: Command,
			) => {
				const lab = askedLab(options);
				requireMachine(command, lab, machine);
				const [{ createReadStream, readFileSync }, { pipeline }, paths] =
					await Promise.all([
						import("node:fs"),
						import("node:stream/promises"),
						import("../../lab/paths.ts"),
					]);
				const { console: file } = paths.machinePaths(lab.directory, machine);
				if (options.output === "json") {
					const text = readFileSync(file, "utf8");
					printForPrograms(options.output, { machine, console: text });
				} else
					await pipeline(createReadStream(file), process.stdout, {
						end: false,
					});
			},
		);
}

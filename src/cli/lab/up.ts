import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { reporter } from "../reporter.ts";

export default function up(parent: Command): void {
	parent
		.command("up [folder]")
		.description("start the machines of a folder's lab.ts, or those that ended")
		.option("-C, --lab <folder>", "the same as the argument")
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl lab up labs/02-dr")
		.action(
			async (
				folder: string | undefined,
				options: { lab?: string; output: string },
			) => {
				const [{ upLab }, { printChanged }] = await Promise.all([
					import("./up-lab.ts"),
					import("./print-changed.ts"),
				]);
				const asked = folder ?? options.lab ?? ".";
				const { started } = await upLab(asked, reporter());
				await printChanged(options.output, asked, { started });
			},
		);
}

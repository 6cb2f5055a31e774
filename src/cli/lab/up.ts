import type { Command } from "commander";
import { reporter } from "../reporter.ts";

export default function up(parent: Command): void {
	parent
		.command("up [folder]")
		.description("start the machines of a folder's lab.ts, or those that ended")
		.option("-C, --lab <folder>", "the same as the argument")
		.addHelpText("after", "\nExample: lvsctl lab up labs/02-dr")
		.action(async (folder: string | undefined, options: { lab?: string }) => {
			const { upLab } = await import("./up-lab.ts");
			await upLab(folder ?? options.lab ?? ".", reporter());
		});
}

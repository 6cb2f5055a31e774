import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printForPrograms } from "../print-answer.ts";
import { reporter } from "../reporter.ts";

export default function down(parent: Command): void {
	parent
		.command("down [folder]")
		.description(
			"end the machines of a lab and remove everything that was kept of it; also after its folder was deleted",
		)
		.option("-C, --lab <folder>", "the same as the argument, or the lab's name")
		.option("--all", "every lab of this user")
		.addOption(outputOption())
		.addHelpText("after", "\nExample: lvsctl lab down labs/02-dr")
		.action(
			async (
				folder: string | undefined,
				options: { lab?: string; all?: true; output: string },
			) => {
				const [
					{ stopLab },
					{ listLabDirectories, labDirectory },
					{ findLab },
					{ readLabState },
				] = await Promise.all([
					import("../../lab/down.ts"),
					import("../../lab/directory.ts"),
					import("../../lab/find-lab.ts"),
					import("../../lab/state.ts"),
				]);
				const report = reporter();
				const context = { environment: process.env, report };
				const asked = folder ?? options.lab ?? ".";
				const found = findLab(asked, process.env)?.directory;
				const directories = options.all
					? listLabDirectories(process.env)
					: [found ?? labDirectory(asked, process.env)];
				const ended = directories.flatMap((directory) => {
					const state = readLabState(directory);
					if (state === undefined) return [];
					return [{ name: state.name, folder: state.folder, directory }];
				});
				for (const directory of directories) await stopLab(context, directory);
				printForPrograms(options.output, { ended });
				report(
					options.all
						? `${directories.length} labs ended`
						: found === undefined
							? `no lab of ${asked} was running`
							: `lab of ${asked} ended`,
				);
			},
		);
}

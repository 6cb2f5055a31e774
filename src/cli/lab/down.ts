import type { Command } from "commander";
import { reporter } from "../reporter.ts";

export default function down(parent: Command): void {
	parent
		.command("down [folder]")
		.description(
			"end the machines of a lab and remove all that was kept of it; also after its folder was deleted",
		)
		.option("-C, --lab <folder>", "the same as the argument, or the lab's name")
		.option("--all", "every lab of this user")
		.addHelpText("after", "\nExample: lvsctl lab down labs/02-dr")
		.action(
			async (
				folder: string | undefined,
				options: { lab?: string; all?: true },
			) => {
				const [{ stopLab }, { listLabDirectories, labDirectory }, { findLab }] =
					await Promise.all([
						import("../../lab/down.ts"),
						import("../../lab/directory.ts"),
						import("../../lab/find-lab.ts"),
					]);
				const report = reporter();
				const context = { environment: process.env, report };
				const asked = folder ?? options.lab ?? ".";
				const found = findLab(asked, process.env)?.directory;
				const directories = options.all
					? listLabDirectories(process.env)
					: [found ?? labDirectory(asked, process.env)];
				for (const directory of directories) await stopLab(context, directory);
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

import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";

export default function newLab(parent: Command): void {
	parent
		.command("new [name] [folder]")
		.description("copy a lab, like 02-dr, into a folder of its name")
		.addOption(outputOption())
		.addHelpText(
			"after",
			"\nWithout a name it lists the labs. Example: npx pulumi-lvs lab new 02-dr",
		)
		.action(
			async (
				name: string | undefined,
				folder: string | undefined,
				{ output }: { output: string },
			) => {
				const { copyLab, formatCopied, formatLabs, listLabs } = await import(
					"./copy-lab.ts"
				);
				if (name === undefined) {
					const labs = await listLabs();
					printAnswer(output, labs, () => formatLabs(labs));
					return;
				}
				const copied = copyLab(name, folder ?? name);
				printAnswer(output, copied, () => formatCopied(copied));
			},
		);
}

import type { Command } from "commander";
import { findLab } from "../lab/find-lab.ts";
import { quoteWord } from "../lab/quote-words.ts";
import { pulumiEnvironment } from "./environment.ts";
import { requireFolder } from "./require-folder.ts";
import { toolPath } from "./tool-path.ts";

export default function env(command: Command): void {
	command
		.argument("[folder]", "whose lab pulumi shall work on", ".")
		.addHelpText(
			"after",
			`
Afterwards node and pulumi in that shell are those of bin/lvs. Where the folder's lab runs, pulumi works on the same
stack as bin/lvs up.`,
		)
		.action((folder: string) => {
			const lab = findLab(folder, process.env);
			if (lab === undefined) requireFolder(folder);
			const variables = Object.entries(
				pulumiEnvironment(lab?.directory ?? ""),
			).filter(
				// Without a lab there is no stack to speak of: what the shell has stays.
				([name]) =>
					lab !== undefined ||
					!["PULUMI_BACKEND_URL", "PULUMI_STACK"].includes(name),
			);
			const path = toolPath(process.env).map(quoteWord);
			console.log(`export PATH=${[...path, '"$PATH"'].join(":")}`);
			for (const [name, value] of variables)
				console.log(`export ${name}=${quoteWord(value)}`);
		});
}

import type { Command } from "commander";
import { findLab } from "../../lab/find-lab.ts";
import { quote } from "../../model/quote.ts";
import { requireFolder } from "../require-folder.ts";
import { projectVariables } from "../stack/project-state.ts";
import { shellVariables } from "./shell-variables.ts";
import { toolPath } from "./tool-path.ts";

export default function env(command: Command): void {
	command
		.argument("[folder]", "the folder whose lab pulumi works on", ".")
		.addHelpText(
			"after",
			`
Afterwards node and pulumi in that shell are those that lvsctl uses. Where the folder's lab runs, pulumi works on the same stack as
lvsctl up. Variables that the shell has already stay as they are. Example: eval "$(lvsctl env)"`,
		)
		.action(async (folder: string) => {
			const lab = findLab(folder, process.env);
			if (lab === undefined) requireFolder(folder);
			const { variables, kept } = shellVariables(lab?.directory, process.env);
			const path = toolPath(process.env).map(quote);
			console.log(`export PATH=${[...path, '"$PATH"'].join(":")}`);
			const all =
				lab === undefined
					? { ...variables, ...(await projectVariables(folder, process.env)) }
					: variables;
			for (const [name, value] of Object.entries(all))
				console.log(`export ${name}=${quote(value)}`);
			if (kept.length > 0)
				console.error(
					`${folder}: this shell has set ${kept.join(" and ")}, which stays: pulumi will not work on the lab's stack. For that, run: unset ${kept.join(" ")}`,
				);
		});
}

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** Declares `lvsctl completion SHELL`, and the hidden verb that the shell calls at each tab. */
export function declareCompletion(program: Command): void {
	const { commands } = tab(program, { completionCommandName: "completion" });
	for (const verb of program.commands)
		for (const command of [verb, ...verb.commands])
			if (command.registeredArguments.some((one) => one.name() === "folder"))
				commands
					.get(
						command === verb ? verb.name() : `${verb.name()} ${command.name()}`,
					)
					?.argument("folder", (complete) => {
						for (const folder of programs()) complete(folder, "");
					});
}

/** Folders with a lab or a Pulumi program: the current one, its children, and those in its `labs`. */
function programs(): string[] {
	const within = (parent: string) =>
		existsSync(parent)
			? readdirSync(parent, { withFileTypes: true })
					.filter((entry) => entry.isDirectory())
					.map(({ name }) => join(parent, name))
			: [];
	return [".", ...within("."), ...within("labs")].filter((folder) =>
		["lab.ts", "Pulumi.yaml"].some((file) => existsSync(join(folder, file))),
	);
}

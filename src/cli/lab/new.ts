import type { Command } from "commander";

export default function newLab(parent: Command): void {
	parent
		.command("new [name] [folder]")
		.description("copy a lab, like 02-dr, into a folder of its name")
		.addHelpText(
			"after",
			"\nWithout a name it tells which labs there are. Example: npx pulumi-lvs lab new 02-dr",
		)
		.action(async (name: string | undefined, folder: string | undefined) => {
			const { copyLab, listLabs } = await import("./copy-lab.ts");
			if (name === undefined) console.log(listLabs());
			else copyLab(name, folder ?? name);
		});
}

import type { Command } from "commander";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function ssh(parent: Command): void {
	parent
		.command("ssh <machine> [words...]")
		.usage("[options] <machine> [-- <command line>]")
		.description("log in to a machine")
		.addOption(labOption())
		.option("-l, --user <user>", "login name: root or student", "root")
		.passThroughOptions()
		.addHelpText("after", "\nExample: lvsctl lab ssh rs1")
		.action(
			async (
				machine: string,
				words: string[],
				options: { lab: string; user: string },
				command: Command,
			) => {
				const lab = askedLab(options);
				requireMachine(command, lab, machine);
				const { runSsh } = await import("./run-ssh.ts");
				await runSsh(
					lab,
					machine,
					words[0] === "--" ? words.slice(1) : words,
					options,
				);
			},
		);
}

import type { Command } from "commander";
import { askedLab, labOption, requireMachine } from "./lab-option.ts";

export default function exec(parent: Command): void {
	parent
		.command("exec <machine> <words...>")
		.usage("[options] <machine> -- <command> [arguments...]")
		.description(
			"run a command on a machine as root: arguments exactly as given, standard input and exit code passed through",
		)
		.addOption(labOption())
		.option("-l, --user <user>", "login name: root or student", "root")
		.passThroughOptions()
		.addHelpText("after", "\nExample: lvsctl lab exec rs1 -- ip address")
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
				const { quoteWords } = await import("../../model/quote.ts");
				const own = words[0] === "--" ? words.slice(1) : words;
				await runSsh(lab, machine, [quoteWords(own)], options);
			},
		);
}

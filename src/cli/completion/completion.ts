import { Argument, type Command } from "commander";
import { scripts } from "./scripts.ts";

/** Declares `lvsctl completion SHELL`. */
export function completion(command: Command): void {
	command
		.addArgument(
			new Argument("<shell>", "which shell").choices(Object.keys(scripts)),
		)
		.addHelpText(
			"after",
			`
Verbs, options, folders, stacks, hosts, machines and files are completed. Example, for a line in ~/.bashrc:
  source <(lvsctl completion bash)`,
		)
		.action((shell: string) => {
			process.stdout.write(scripts[shell] ?? "");
		});
}

/** Declares the verb that the shell calls at each tab. */
export function complete(program: Command): (command: Command) => void {
	return (command) => {
		command.argument("[words...]").action(async (words: string[]) => {
			const [{ offered }, { sources }] = await Promise.all([
				import("./offered.ts"),
				import("./sources.ts"),
			]);
			const answer = await offered(program, words, sources);
			if (answer === "files") console.log(":files");
			else
				for (const { word, meaning = "" } of answer)
					console.log(`${word}\t${meaning}`);
		});
	};
}

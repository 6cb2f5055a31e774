import type { Command } from "commander";
import { quote } from "../../model/quote.ts";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { stackOption } from "../stack/stack-option.ts";

interface Options {
	readonly output: string;
	readonly stack?: string;
	readonly yes?: boolean;
}

export function backup(command: Command): void {
	command
		.argument("<directory>", "a new directory here for the copies")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText(
			"after",
			"\nEach database is copied as it is at one moment, then the files of users. All goes on serving.\nExample: lvsctl backup ~/backups/monday --stack prod",
		)
		.action(async (directory: string, folder: string, options: Options) => {
			const { output, stack } = options;
			const { openStack } = await import("../stack/open-stack.ts");
			const { makeBackup } = await import("./make-backup.ts");
			const { notCopied } = await import("./backup-file.ts");
			const done = await makeBackup(
				await openStack(folder, stack),
				directory,
				(line) => console.error(line),
			);
			printAnswer(output, done, () =>
				[
					`${done.parts.length} ${done.parts.length === 1 ? "copy" : "copies"} in ${directory}; lvsctl restore ${quote(directory)} puts them back`,
					...notCopied(done),
				].join("\n"),
			);
		});
}

export function restore(command: Command): void {
	command
		.argument("<directory>", "a directory that lvsctl backup wrote")
		.argument("[folder]", "with Pulumi.yaml", ".")
		.option("-y, --yes", "do not ask")
		.addOption(stackOption())
		.addOption(outputOption())
		.addHelpText(
			"after",
			"\nAll that is there now is replaced. Real servers go on serving meanwhile: take them out of service first if that matters.\nExample: lvsctl restore ~/backups/monday --stack prod",
		)
		.action(async (directory: string, folder: string, options: Options) => {
			const { output, stack, yes = false } = options;
			const { openStack } = await import("../stack/open-stack.ts");
			const { planReturn, putBack } = await import("./put-back.ts");
			const { notCopied } = await import("./backup-file.ts");
			const { confirm } = await import("../confirm.ts");
			const { backup, ...returning } = planReturn(
				await openStack(folder, stack),
				directory,
			);
			for (const { what, component, kept } of returning.parts)
				console.error(
					`${what} of ${component}, on ${kept.host.name}: all that is there now is replaced by what was there at ${backup.made}`,
				);
			if (!(await confirm("Replace it?", yes))) {
				console.error("nothing was changed");
				return;
			}
			await putBack(returning, directory, (line) => console.error(line));
			printAnswer(output, { ...backup, restored: true }, () =>
				[`all is as it was at ${backup.made}`, ...notCopied(backup)].join("\n"),
			);
		});
}

import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { UsageError } from "../usage-error.ts";
import type { Way } from "./director-of.ts";

interface Options extends Way {
	readonly output: string;
}

export default function importRules(command: Command): void {
	command
		.argument(
			"<rules>",
			"a director as user@host[:port] or as a name of ~/.ssh/config, or what ipvsadm -Sn prints: a file, or - for standard input",
		)
		.option(
			"-i, --identity <file>",
			"private key; default: what ~/.ssh/config says, or the SSH agent",
		)
		.option(
			"-J, --jump <host>",
			"jump host, as user@host[:port] or as a name of ~/.ssh/config",
		)
		.option(
			"--known-hosts <file>",
			"known_hosts file with the director's key; default: ~/.ssh/known_hosts",
		)
		.addOption(outputOption("a program"))
		.addHelpText(
			"after",
			`
Of a live director thresholds come too; ipvsadm -Sn leaves them out. Nothing is changed there. Exit 1: there are no rules, or
some cannot be declared. Example: ssh root@director ipvsadm -Sn | lvsctl import -`,
		)
		.action(async (source: string, options: Options) => {
			const { rulesText } = await import("./rules-text.ts");
			const { isEmpty, notRules } = await import("../../import/not-rules.ts");
			const { readRules } = await import("../../import/read-rules.ts");
			const { declareRules } = await import("../../import/declare-rules.ts");
			const name = source === "-" ? "standard input" : source;
			const text = await rulesText(source, options);
			if (isEmpty(text)) {
				console.error(
					`${name}: no rules in it${source === "-" ? "; if a command stands before the pipe, it may have failed" : ""}`,
				);
				if (options.output === "json") console.log("[]");
				process.exitCode = 1;
				return;
			}
			const why = notRules(text);
			if (why !== undefined) throw new UsageError(`${name}: ${why}`);
			const { clusters, unread } = declareRules(readRules(text));
			if (options.output === "json")
				console.log(JSON.stringify(clusters, null, "\t"));
			else if (clusters.length > 0) {
				const { formatProgram } = await import(
					"../../import/format-declaration.ts"
				);
				console.log(formatProgram(clusters));
			}
			for (const { line, text, reason } of unread)
				console.error(`${name}:${line}: ${text}: ${reason}`);
			if (unread.length > 0) process.exitCode = 1;
		});
}

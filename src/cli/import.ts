import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import type { HostConnection } from "../model/host.ts";
import { outputOption } from "./output-option.ts";

interface Options {
	readonly output: string;
	readonly identity?: string;
	readonly knownHosts?: string;
}

export default function importRules(command: Command): void {
	command
		.argument(
			"<rules>",
			"a director as user@host[:port], or what ipvsadm -Sn prints: a file, or - for standard input",
		)
		.option("-i, --identity <file>", "private key; default: the SSH agent")
		.option(
			"--known-hosts <file>",
			"that has the director's key; default: ~/.ssh/known_hosts",
		)
		.addOption(outputOption("a program"))
		.addHelpText(
			"after",
			"\nOf a live director thresholds come too; ipvsadm -Sn leaves them out. Nothing is changed there.",
		)
		.action(async (file: string, options: Options) => {
			const { readRules } = await import("../import/read-rules.ts");
			const { declareRules } = await import("../import/declare-rules.ts");
			const { formatDeclaration } = await import(
				"../import/format-declaration.ts"
			);
			const director = connectionOf(file, options);
			const text =
				director === undefined
					? readFileSync(file === "-" ? 0 : file, "utf8")
					: await (await import("../import/read-director.ts")).readDirector(
							director,
						);
			const { clusters, unread } = declareRules(readRules(text));
			console.log(
				options.output === "json"
					? JSON.stringify(clusters, null, "\t")
					: clusters
							.map((cluster, index) =>
								formatDeclaration(
									cluster,
									index === 0 ? "web" : `web${index + 1}`,
								),
							)
							.join("\n"),
			);
			for (const { line, text, reason } of unread)
				console.error(`${file}:${line}: ${text}: ${reason}`);
			if (unread.length > 0) process.exitCode = 1;
		});
}

/** Of `user@host[:port]`; a file of that name goes first. */
function connectionOf(
	name: string,
	{ identity, knownHosts }: Options,
): HostConnection | undefined {
	const [, user, address, port] =
		/^([^/@\s]+)@([^/@:\s]+)(?::(\d+))?$/.exec(name) ?? [];
	if (user === undefined || address === undefined || existsSync(name))
		return undefined;
	return {
		user,
		address,
		...(port === undefined ? {} : { port: Number(port) }),
		...(identity === undefined ? {} : { privateKeyFile: identity }),
		...(knownHosts === undefined ? {} : { knownHosts }),
	};
}

import { type Command, Option } from "commander";
import { connectLimits } from "../../model/connect-limits.ts";
import { outputOption } from "../output-option.ts";
import { readDuration } from "../read-duration.ts";
import type { Way } from "./director-of.ts";

interface Options extends Way {
	readonly vip?: string;
	readonly output: string;
}

export default function importRules(command: Command): void {
	command
		.argument(
			"<rules>",
			"a director as user@host[:port] or as a name of ~/.ssh/config, or what ipvsadm -Sn prints, a keepalived.conf or a ldirectord.cf: a file, or - for standard input",
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
		.option(
			"--vip <address>",
			"the VIP of services that are firewall marks, if the rules do not name it",
		)
		.addOption(
			new Option(
				"--timeout <time>",
				"how long the director may take to be reached; default: 10s",
			).argParser(readDuration(connectLimits)),
		)
		.addOption(outputOption("a program"))
		.addHelpText(
			"after",
			`
A script that calls ipvsadm is read too: its variables, quotes and here-documents, but no loop is run and no condition tried.
A keepalived.conf is known by its content, and read with its checks, its VRRP, definitions and the files that it includes. Where a
vrrp_instance has the VIP, a second director is printed with it, to be filled in. The programs that keepalived runs are listed with their lines.
A ldirectord.cf is known by its content too, and read with its checks and fallbacks.
What works differently here is listed too; if there is nothing else, the exit code stays 0.
Of a live director thresholds and timeouts come too; ipvsadm -Sn leaves them out. Where keepalived runs there, its configuration
is read in the same look, and counts. Nothing is changed there. Exit 1: something cannot be
declared; its line is named. Exit 2: there is nothing to declare. Example: ssh root@director ipvsadm -Sn | lvsctl import -`,
		)
		.action(async (source: string, options: Options) => {
			const { givenRules } = await import("./given-rules.ts");
			const { declareGiven } = await import("./declare-given.ts");
			const { findIncluded } = await import("./find-included.ts");
			const { toldOf } = await import("./told-of.ts");
			const { readMarkVip } = await import("./read-mark-vip.ts");
			const name = source === "-" ? "standard input" : source;
			const markVip = readMarkVip(options.vip);
			const given = await givenRules(source, options);
			const { clusters, unread, remarks } = declareGiven(given, name, {
				piped: source === "-",
				markVip,
				find: source === "-" ? undefined : findIncluded(source),
			});
			if (options.output === "json")
				console.log(JSON.stringify(clusters, null, "\t"));
			else if (clusters.length > 0) {
				const { formatProgram } = await import(
					"../../import/format-declaration.ts"
				);
				console.log(formatProgram(clusters));
			}
			for (const line of [...remarks, ...unread])
				console.error(toldOf(line, name));
			if (unread.length > 0) process.exitCode = 1;
		});
}

import { type Command, Option } from "commander";
import { forwardings } from "../../ipvs/forwarding.ts";
import { outputOption } from "../output-option.ts";
import type { Flags } from "./flags.ts";

const host = "[user@]host[:port]";

export default function init(command: Command): void {
	command
		.argument("[folder]", "where the project is written", ".")
		.option("--director <host>", `the director, as [name=]${host}`)
		.option(
			"--real-server <host>",
			`a real server, as [name=]${host}; once for each`,
			collect,
		)
		.option(
			"--vip <address>",
			"the address that clients will connect to; with --from, that of services that are firewall marks",
		)
		.option(
			"--client <host>",
			`a machine from which a smoke test asks the VIP, as [name=]${host}`,
		)
		.addOption(
			new Option("--forwarding <way>", "how packets are handed on")
				.choices(Object.keys(forwardings))
				.default("dr"),
		)
		.option(
			"--port <port>",
			"a port of the VIP, like 80 or 53/udp; once for each; default: 80",
			collect,
		)
		.option(
			"--from <rules>",
			"take services and real servers from a director user@host[:port], from a file that ipvsadm -Sn printed, or from a keepalived.conf or ldirectord.cf",
		)
		.option(
			"--address <name=address>",
			"the address of a host towards the others, where it has several",
			collect,
		)
		.option("--user <name>", "login where a host names none; default: root")
		.option("-i, --identity <file>", "private key; default: the SSH agent")
		.option("--jump <host>", `a host through which all are reached: ${host}`)
		.option(
			"--known-hosts <file>",
			"file with the host keys that are known already; default: ~/.ssh/known_hosts",
		)
		.option("--page", "set up a web server with a test page on real servers")
		.option("--accept-host-keys", "take the host keys that are shown")
		.option("--package <file>", "a packed pulumi-lvs, in place of npm's")
		.option("-y, --yes", "ask nothing; takes the host keys too")
		.addOption(outputOption())
		.addHelpText(
			"after",
			`
Looks at the hosts, changes nothing there, and writes a Pulumi project. It overwrites no file. On a terminal it asks for what
no flag says. Example:
  npx pulumi-lvs init --director ops@192.0.2.66 --real-server ops@192.0.2.67 --real-server ops@192.0.2.68 --vip 192.0.2.70`,
		)
		.action(
			async (
				folder: string,
				{ output, ...flags }: Flags & { readonly output: string },
			) => {
				const { runInit } = await import("./run-init.ts");
				await runInit(folder, flags, output);
			},
		);
}

function collect(value: string, before: readonly string[] = []): string[] {
	return [...before, value];
}

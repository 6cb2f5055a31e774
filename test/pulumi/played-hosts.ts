import type { Fault } from "../played/played-host.ts";
import { playHost } from "../played/played-host.ts";
import type { Hosts } from "./every-kind.ts";

/** The hosts of a program with every kind of resource, played. */
export interface PlayedHosts {
	readonly connections: Hosts;
	readonly privateKeys: readonly string[];
	/** What goes wrong on all of them. */
	fault(fault: Fault | undefined): void;
	/** Which steps have failed. */
	forget(): void;
	takeFaults(): number;
	/** What the scripts of roles say from now on that they did: inputs of resources as a preview has them. */
	foretell(inputs: readonly object[]): Promise<void>;
	/** Services that run and have not read the files that are there now. */
	staleServices(): Promise<string[]>;
	/** What is there of ours. */
	left(): Promise<string[]>;
	close(): Promise<void>;
}

export async function playHosts(): Promise<PlayedHosts> {
	const [lb, rs1, server, client] = await Promise.all([
		playHost("172.18.0.66"),
		playHost("172.18.0.67"),
		playHost("172.18.0.69"),
		playHost("172.18.0.10"),
	]);
	const all = { lb, rs1, server, client };
	const hosts = Object.values(all);
	const everywhere = async (script: string) => {
		const texts = await Promise.all(
			Object.entries(all).map(async ([name, host]) =>
				(await host.run(script))
					.split("\n")
					.filter((line) => line !== "")
					.map((line) => `${name}: ${line}`),
			),
		);
		return texts.flat();
	};
	return {
		connections: {
			lb: lb.connection,
			rs1: rs1.connection,
			server: server.connection,
			client: client.connection,
		},
		privateKeys: hosts.map(
			({ connection }) =>
				// the middle of it: its lines stand elsewhere escaped
				String(connection.privateKey).split("\n")[2] ?? "",
		),
		fault(fault) {
			for (const host of hosts) host.fault = fault;
		},
		forget() {
			for (const host of hosts) host.forget();
		},
		takeFaults: () => hosts.reduce((sum, host) => sum + host.takeFaults(), 0),
		async foretell(inputs) {
			for (const input of inputs) {
				const { desired } = input as {
					desired?: { script: string; conditions: Record<string, string> };
				};
				if (desired === undefined || !desired.script) continue;
				const lines = Object.entries(desired.conditions).map(
					([key, value]) => `${key}=${value}`,
				);
				await everywhere(
					`cat >'/played/conditions/${desired.script.replaceAll("/", "_")}' <<'END'\n${lines.join("\n")}\nEND`,
				);
			}
		},
		staleServices: () => everywhere("systemctl stale-services"),
		left: () =>
			everywhere(
				`find /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs /etc /var/www /srv /www 2>/dev/null | grep -i -e lvs -e tools.conf -e wp-content -e uploads
cat /played/table 2>/dev/null
grep 172.18.0.70 /played/addresses
ls /played/active
true`,
			),
		close: async () => {
			await Promise.all(hosts.map((host) => host.close()));
		},
	};
}

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestLab } from "../test/lab/harness.ts";

/** The hosts that `labs/02-dr` sets up -> the unit of each, and the name of the record of what was done there. */
const hosts = {
	lb: { units: "ipvsadm lvs-web-director", record: "web-director" },
	rs1: { units: "apache2 lvs-web-real-server", record: "web-real-server" },
	rs2: { units: "apache2 lvs-web-real-server", record: "web-real-server" },
} as const;

type HostName = keyof typeof hosts;

/** Host -> the absolute paths of the files that it got. */
export type Files = Readonly<Record<HostName, readonly string[]>>;

const hostNames = Object.keys(hosts) as readonly HostName[];

/** What `lvsctl` wrote on each host, as its record there says. */
export async function writtenFiles(lab: TestLab): Promise<Files> {
	const written = await Promise.all(
		hostNames.map(async (host) => {
			const record = JSON.parse(
				await lab.run(
					host,
					"cat",
					`/var/lib/pulumi-lvs/${hosts[host].record}/record.json`,
				),
			) as { files: Record<string, string> };
			return [host, Object.keys(record.files).sort()] as const;
		}),
	);
	return Object.fromEntries(written) as unknown as Files;
}

/** Text of everything by which a host serves: the kernel's table, packet filter, addresses, sysctls, units, files. Equal means equal. */
export async function endState(lab: TestLab, files: Files): Promise<string> {
	const texts: string[] = [];
	for (const host of hostNames) {
		const { units } = hosts[host];
		const text = await lab.run(
			host,
			"sh",
			"-c",
			`[ ! -e /proc/net/ip_vs ] || ipvsadm -Sn
nft -s list ruleset
ip -o -4 address show | awk '{ print $2, $4 }'
cat /proc/sys/net/ipv4/conf/*/arp_ignore /proc/sys/net/ipv4/conf/*/arp_announce
systemctl show -p Id,UnitFileState,ActiveState,NeedDaemonReload ${units} ${units.split(" ").at(-1)}-watch
stat -c '%n %a %U' "$@"
sha256sum "$@"`,
			"sh",
			...files[host],
		);
		texts.push(`${host}\n${text}`);
	}
	return texts.join("\n");
}

/** Copies those files of every host to `directory/<host>/<path>`, for a rival that shall reach the same state. */
export async function keepFiles(
	lab: TestLab,
	files: Files,
	directory: string,
): Promise<void> {
	for (const host of hostNames)
		for (const path of files[host]) {
			const to = join(directory, host, path);
			mkdirSync(dirname(to), { recursive: true });
			writeFileSync(to, `${await lab.run(host, "cat", path)}\n`);
			const mode = await lab.run(host, "stat", "-c", "%a", path);
			chmodSync(to, Number.parseInt(mode, 8));
		}
}

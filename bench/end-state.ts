import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestLab } from "../test/lab/harness.ts";

const program = "/usr/local/lib/pulumi-lvs/web";
const units = "/etc/systemd/system";
const realServer = [
	`${program}/setkernel`,
	`${program}/setkernel-watch`,
	`${units}/lvs-web-real-server.service`,
	`${units}/lvs-web-real-server-watch.service`,
	"/var/www/html/index.html",
];

/** What the cluster of labs/02-dr puts on each host, apart from the record that `destroy` needs. */
const files: Readonly<Record<string, readonly string[]>> = {
	lb: [
		`${program}/director`,
		`${program}/director-watch`,
		`${units}/lvs-web-director.service`,
		`${units}/lvs-web-director-watch.service`,
		"/etc/modules-load.d/lvs-web.conf",
		"/etc/ipvsadm.rules",
	],
	rs1: realServer,
	rs2: realServer,
};

/** Text of everything by which a host serves: the kernel's table, addresses, sysctls, units, files. Equal means equal. */
export async function endState(lab: TestLab): Promise<string> {
	const texts: string[] = [];
	for (const [host, paths] of Object.entries(files)) {
		const text = await lab.run(
			host,
			"sh",
			"-c",
			`[ ! -e /proc/net/ip_vs ] || ipvsadm -Sn
ip -o -4 address show | awk '{ print $2, $4 }'
for key in all lo; do cat /proc/sys/net/ipv4/conf/$key/arp_ignore /proc/sys/net/ipv4/conf/$key/arp_announce; done
systemctl show -p Id,UnitFileState,ActiveState,NeedDaemonReload ${host === "lb" ? "ipvsadm lvs-web-director lvs-web-director-watch" : "apache2 lvs-web-real-server lvs-web-real-server-watch"}
stat -c '%n %a %U' "$@"
sha256sum "$@"`,
			"sh",
			...paths,
		);
		texts.push(`${host}\n${text}`);
	}
	return texts.join("\n");
}

/** Copies those files of every host to `directory/<host>/<path>`, for a rival that shall reach the same state. */
export async function keepFiles(lab: TestLab, directory: string) {
	for (const [host, paths] of Object.entries(files))
		for (const path of paths) {
			const to = join(directory, host, path);
			mkdirSync(dirname(to), { recursive: true });
			writeFileSync(to, `${await lab.run(host, "cat", path)}\n`);
			const mode = await lab.run(host, "stat", "-c", "%a", path);
			chmodSync(to, Number.parseInt(mode, 8));
		}
}

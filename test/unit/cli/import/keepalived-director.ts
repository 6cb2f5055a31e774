import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type SshServer, startSshServer } from "../../ssh/ssh-server.ts";

/**
 * A director on which keepalived runs: our shell reads processes and files from a folder, and the table from a text.
 *
 * @param folder which is not there yet
 * @param files below /etc/keepalived
 * @param table as ipvsadm -Sn prints it
 */
export function keepalivedDirector(
	folder: string,
	files: Readonly<Record<string, string>>,
	table: string,
): Promise<SshServer> {
	const all = {
		table,
		"proc/net/ip_vs": "",
		"proc/self/ns/net": "",
		"proc/7/comm": "keepalived\n",
		"proc/7/cgroup": "0::/system.slice/keepalived.service\n",
		"proc/7/cmdline": "keepalived\0",
		...Object.fromEntries(
			Object.entries(files).map(([name, text]) => [`etc/${name}`, text]),
		),
	};
	for (const [name, text] of Object.entries(all)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	}
	mkdirSync(join(folder, "proc/7/ns"));
	linkSync(join(folder, "proc/self/ns/net"), join(folder, "proc/7/ns/net"));
	return startSshServer({
		edit: (script) =>
			`ipvsadm() { [ "$1" != -Sn ] || cat ${folder}/table; }\n${script
				.replaceAll("/proc", `${folder}/proc`)
				.replaceAll("/etc/keepalived", `${folder}/etc`)}`,
	});
}

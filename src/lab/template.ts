import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quote } from "../model/quote.ts";
import { openAgent } from "./agent.ts";
import { ensureCached } from "./cache.ts";
import type { LabContext } from "./context.ts";
import { freePort } from "./free-port.ts";
import { machinePaths } from "./paths.ts";
import { endProcesses, findProcesses } from "./processes.ts";
import { withProgress } from "./progress.ts";
import { qemuArguments, qemuShape } from "./qemu-arguments.ts";
import { openQmp, type Qmp } from "./qmp.ts";
import { startUnits } from "./running-units.ts";
import { knownHosts, sshConfig } from "./ssh-config.ts";
import { runTool } from "./tool.ts";

/** The common properties of all machines that can be cloned from one snapshot. */
export interface Shape {
	readonly accelerator: "kvm" | "tcg";
	/** Memory in megabytes. */
	readonly memory: number;
	/** Network cards beside the management one. */
	readonly cards: number;
	/** systemd units that run in the snapshot. */
	readonly running: readonly string[];
}

/** The shape of machines with the default memory and one link. */
export function plainShape(accelerator: Shape["accelerator"]): Shape {
	return { accelerator, memory: 512, cards: 1, running: [] };
}

/**
 * Commands that run once in the template before it is frozen, so that the clones find their programs in the page cache and
 * already translated by QEMU. They leave no IPVS in the kernel, as a lab starts from clean hosts.
 */
const WARM_UP = `
modprobe -a ip_vs ip_vs_rr ip_vs_wrr ip_vs_wlc ip_vs_lc ip_vs_sh
printf -- '-A -t 9.9.9.9:9 -s wrr\\n-D -t 9.9.9.9:9\\n' | ipvsadm -R
ipvsadm -Sn; ipvsadm -C
modprobe -r ip_vs_rr ip_vs_wrr ip_vs_wlc ip_vs_lc ip_vs_sh ip_vs
modprobe -r nf_conntrack; modprobe -r libcrc32c
echo true | sh -s
sysctl -n net.ipv4.ip_forward net.ipv4.conf.all.arp_ignore
ip -json address show; ip -json route show; ip address add 192.0.2.1/32 dev lo; ip address del 192.0.2.1/32 dev lo
systemctl start apache2; curl -s -m 5 http://127.0.0.1/ | sha256sum; systemctl stop apache2
arping -q -c 1 -w 1 -I eth0 10.0.2.2
systemctl show -p ActiveState ssh apache2; systemctl daemon-reload; systemctl is-system-running
dpkg-query -W ipvsadm apache2; sudo -n true; su student -c 'sudo -n true'
for f in /etc/hostname /etc/hosts; do sha256sum $f; base64 $f; awk 1 $f; sed -n 1p $f; cat $f; done
mkdir -p /tmp/w; cp /etc/hosts /tmp/w/; mv /tmp/w/hosts /tmp/w/h; chmod 644 /tmp/w/h; ln -s h /tmp/w/l; readlink /tmp/w/l
stat -c %a /tmp/w/h; grep -c . /tmp/w/h; rm -rf /tmp/w; flock /run/lock true; mktemp -u; sort /etc/hosts | uniq -c | head -1
rm -f /var/log/apache2/*
sync
true`;

/** The name of the snapshot's directory in the cache. It changes with everything that a snapshot depends on. */
export async function templateName(
	image: string,
	shape: Shape,
): Promise<string> {
	const version = await runTool("qemu-system-x86_64", ["--version"]);
	const key = createHash("sha256")
		.update(
			[
				basename(image),
				version,
				...qemuShape(shape),
				WARM_UP,
				startUnits(shape.running),
			].join("\n"),
		)
		.digest("hex")
		.slice(0, 12);
	return `template-${key}`;
}

/** The directory of the snapshot for machines of this shape, in the cache. Making it takes 10 to 20 seconds. */
export async function ensureTemplate(
	context: LabContext,
	image: string,
	shape: Shape,
): Promise<string> {
	return await ensureCached(
		context,
		await templateName(image, shape),
		(staging) =>
			withProgress("machine template", 15, context.report, async () => {
				context.report("machine template: boot, warm up, freeze");
				await makeTemplate(staging, image, shape);
			}),
	);
}

async function makeTemplate(
	directory: string,
	image: string,
	shape: Shape,
): Promise<void> {
	const paths = machinePaths(directory, "template");
	const port = await freePort();
	// a relative path, as the directory is renamed when it is complete
	await runTool("qemu-img", [
		...["create", "-q", "-f", "qcow2", "-F", "raw"],
		...["-b", join("..", basename(image), "disk.raw"), paths.disk],
	]);
	await runTool(
		"qemu-system-x86_64",
		qemuArguments({
			...shape,
			name: "template",
			memoryFile: { path: join(directory, "ram"), shared: true },
			image,
			disk: paths.disk,
			sshPort: port,
			cards: Array.from({ length: shape.cards }, (_, i) => ({
				mac: `52:54:00:00:01:0${i + 1}`,
			})),
			paths,
			incoming: false,
		}),
	);
	const agent = await openAgent(paths.agent);
	await agent.hear("ready", 120);
	agent.close();

	const hostKey = readFileSync(join(image, "host_key.pub"), "utf8");
	const files = {
		sshConfig: join(directory, "ssh_config"),
		knownHosts: join(directory, "known_hosts"),
	};
	writeFileSync(files.knownHosts, knownHosts([{ port, hostKey }]));
	writeFileSync(
		files.sshConfig,
		sshConfig([{ name: "template", port }], {
			privateKeyFile: join(image, "key"),
			knownHosts: files.knownHosts,
		}),
	);
	const { sshConfig: config } = files;
	await runTool("ssh", ["-F", config, "template", WARM_UP]);
	await runTool("ssh", [
		...["-F", config, "template", startUnits(shape.running)],
	]);
	// wait until the processes of the login have ended and its connection is closed, then freeze the machine
	await sleep(1000);

	const qmp = await openQmp(paths.qmp);
	await save(qmp, join(directory, "state"));
	await qmp.execute("quit");
	qmp.close();
	await endProcesses(findProcesses(directory));
	// the memory file stays writable: QEMU opens it for writing even if a clone only copies it
	renameSync(paths.disk, join(directory, "disk.qcow2"));
	for (const path of [
		...Object.values(files),
		paths.agent,
		paths.qmp,
		paths.pidFile,
	])
		rmSync(path, { force: true });
}

/** Saves the state of the devices only, as the memory is in its own file already (x-ignore-shared). QEMU passes an `exec:` address to `sh -c`. */
async function save(qmp: Qmp, file: string): Promise<void> {
	await qmp.execute("stop");
	await qmp.execute("migrate-set-capabilities", {
		capabilities: [{ capability: "x-ignore-shared", state: true }],
	});
	await qmp.execute("migrate-set-parameters", { "max-bandwidth": 1e11 });
	await qmp.execute("migrate", { uri: `exec:cat > ${quote(file)}` });
	for (;;) {
		const { status, "error-desc": reason } = (await qmp.execute(
			"query-migrate",
		)) as { status: string; "error-desc"?: string };
		if (status === "completed") return;
		if (status === "failed" || status === "cancelled")
			throw new Error(`saving the template: ${status} ${reason ?? ""}`);
		await sleep(10);
	}
}

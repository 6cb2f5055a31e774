import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "./on-lab.ts";
import { sharedLab } from "./shared-lab.ts";

describe("what cannot be done is said clearly, and nothing is broken by trying", () => {
	const lab = sharedLab("labs/02-dr");

	/** `lvsctl up` with the program changed, which must fail. @returns the exit code and all that was printed. */
	async function refusedUp(from: string, to: string) {
		const path = join(lab().folder, "index.ts");
		const text = readFileSync(path, "utf8");
		assert.ok(text.includes(from), `index.ts has ${from}`);
		writeFileSync(path, text.replace(from, to));
		try {
			const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
			return { exit, text: stdout + stderr };
		} finally {
			writeFileSync(path, text);
		}
	}
	const same = "http: { tcp: 80";
	const rs1 = 'rs1: { host: machines.rs1, address: "172.18.0.67"';
	const lb = 'lb: { host: machines.lb, address: "172.18.0.66" }';
	const { root } = onLab(lab);

	test("a wrong declaration: every problem with its path, and no host is touched", async () => {
		const { exit, text } = await refusedUp(
			rs1,
			'rs1: { host: machines.rs1, address: "172.18.0.670"',
		);
		assert.equal(exit, 2, text);
		assert.match(text, /realServers\.rs1\.address: /);
		assert.doesNotMatch(text, /\n\s+at /);
	});

	test("another host key: both fingerprints", async () => {
		const { exit, text } = await refusedUp(
			rs1,
			rs1.replace(
				"machines.rs1",
				"{ ...machines.rs1, hostKey: machines.rs2.hostKey }",
			),
		);
		assert.equal(exit, 3, text);
		assert.equal(new Set(text.match(/SHA256:[\w+/]{43}/g)).size, 2, text);
	});

	test("a user that the host does not know", async () => {
		const { exit, text } = await refusedUp(
			rs1,
			rs1.replace("machines.rs1", '{ ...machines.rs1, user: "nosuch" }'),
		);
		assert.equal(exit, 3, text);
		assert.match(text, /nosuch@127\.0\.0\.1:\d+: log in: /);
	});

	test("a user whose sudo is refused", async () => {
		await root("rs1", "mv /etc/sudoers.d /etc/sudoers.away");
		const { exit, text } = await refusedUp(
			rs1,
			rs1.replace("machines.rs1", '{ ...machines.rs1, user: "student" }'),
		);
		await root("rs1", "mv /etc/sudoers.away /etc/sudoers.d");
		assert.equal(exit, 3, text);
		assert.match(text, /NOPASSWD/);
	});

	test("a connection that leads to another machine", async () => {
		const { exit, text } = await refusedUp(
			rs1,
			rs1.replace("machines.rs1", "machines.client"),
		);
		assert.equal(exit, 3, text);
		assert.match(
			text,
			/no interface has 172\.18\.0\.67; the host has .*172\.18\.0\.10\/24 on eth1/,
		);
	});

	test("an interface that does not exist", async () => {
		const { exit, text } = await refusedUp(
			lb,
			lb.replace(" }", ', interface: "eth9" }'),
		);
		assert.equal(exit, 3, text);
		assert.match(text, /there is no interface eth9, only eth0, eth1, lo/);
	});

	test("a kernel without IPVS", async () => {
		const ipvs = "/lib/modules/$(uname -r)/kernel/net/netfilter/ipvs";
		await root("lb", `mv ${ipvs} /root/ipvs && depmod`);
		const { exit, text } = await refusedUp(same, same);
		await root("lb", `mv /root/ipvs ${ipvs} && depmod`);
		assert.equal(exit, 3, text);
		assert.match(text, /this kernel has no ip_vs, no ip_vs_wrr/);
	});

	test("a full disk", async () => {
		const reset = await lab().lvsctl(["lab", "reset", "rs2"]);
		assert.equal(reset.exit, 0, reset.stderr);
		await root(
			"rs2",
			"mount -t tmpfs -o size=4k none /usr/local/lib && head -c 4096 /dev/zero >/usr/local/lib/full",
		);
		const { exit, text } = await refusedUp(same, same);
		await root("rs2", "umount /usr/local/lib");
		assert.equal(exit, 3, text);
		assert.match(text, /No space is left on \/usr\/local\/lib/);
	});

	test("a page of the user's that would be lost", async () => {
		await lab().lvsctl(["destroy"]);
		await root("rs1", "echo mine >/var/www/html/index.html");
		const { exit, text } = await refusedUp(same, same);
		assert.equal(await root("rs1", "cat /var/www/html/index.html"), "mine");
		await root(
			"rs1",
			"cp /usr/share/apache2/default-site/index.html /var/www/html/index.html",
		);
		assert.equal(exit, 3, text);
		assert.match(text, /index\.html holds something of yours/);
	});

	const programs = () =>
		root("lb", "command -v ipvsadm; command -v arping; true");

	test("and with all that mended, up succeeds, also as a user with sudo, and installs the packages that a host lacks", async () => {
		await lab().run("lb", "dpkg", "--purge", "ipvsadm", "iputils-arping");
		assert.equal(await programs(), "");
		const path = join(lab().folder, "index.ts");
		writeFileSync(
			path,
			readFileSync(path, "utf8").replace(
				/machines\.(lb|rs1|rs2),/g,
				'{ ...machines.$1, user: "student" },',
			),
		);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(stdout, /rs1 40, rs2 60/);
		assert.equal(await programs(), "/usr/sbin/ipvsadm\n/usr/bin/arping");
	});

	test("packages do not bring a unit that clears the live table", async () => {
		const table = await lab().run("lb", "ipvsadm", "-Sn");
		await assert.rejects(
			lab().run("lb", "systemctl", "restart", "ipvsadm"),
			/masked/,
		);
		assert.equal(await lab().run("lb", "ipvsadm", "-Sn"), table);
	});

	test("packages stay when the cluster is destroyed, and are named", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(stdout, /web\/director\/lb: left package ipvsadm/);
		assert.equal(await programs(), "/usr/sbin/ipvsadm\n/usr/bin/arping");
		assert.equal(
			await lab().run("lb", "systemctl", "is-enabled", "ipvsadm").catch(String),
			"enabled",
		);
	});
});

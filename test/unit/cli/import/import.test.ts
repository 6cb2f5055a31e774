import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { runLvs } from "../run-lvsctl.ts";

suite("lvsctl import", { concurrency: 2 }, () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-import-"));
	});
	after(() => rmSync(home, { recursive: true }));

	const director =
		"a director is written user@host[:port], or as a name of ~/.ssh/config";
	for (const [source, message] of [
		["nofile", `no such file; ${director}`],
		["192.0.2.66", `no such file; ${director}`],
		["root@", `no such file; ${director}`],
		["nofolder/file", `no such file; ${director}`],
		["root@127.0.0.1:notaport", `"notaport" is no port; ${director}`],
		["root@127.0.0.1:", `"" is no port; ${director}`],
		["root@127.0.0.1:65536", `"65536" is no port; ${director}`],
		["/", "this is a folder; name a file with what ipvsadm -Sn prints"],
	] as const)
		test(`of ${source} is wrong use`, async () => {
			assert.deepEqual(await runLvs(["import", source], { folder: home }), {
				exit: 2,
				stdout: "",
				stderr: `${source}: ${message}`,
			});
		});

	test("through a jump host that is written otherwise is wrong use", async () => {
		assert.deepEqual(
			await runLvs(["import", "root@127.0.0.1", "-J", "one,root@two:x"], {
				folder: home,
			}),
			{
				exit: 2,
				stdout: "",
				stderr:
					"-J one,root@two:x: a jump host is written [user@]host[:port], or as a name of ~/.ssh/config; several with a comma between",
			},
		);
	});

	for (const [option, file, why] of [
		["--identity", "nokey", "no such file"],
		["--known-hosts", "/", "this is a folder; name a file"],
	] as const)
		test(`with ${option} ${file} is wrong use`, async () => {
			assert.deepEqual(
				await runLvs(["import", "root@127.0.0.1:1", option, file]),
				{ exit: 2, stdout: "", stderr: `${option} ${file}: ${why}` },
			);
		});

	// without --timeout it is 10 s
	test("of a director that says nothing ends when --timeout is over", {
		timeout: 8000,
	}, async () => {
		execFileSync("ssh-keygen", [
			...["-q", "-t", "ed25519", "-N", "", "-f", join(home, "key")],
		]);
		await using silent = createServer((one) => one.resume()).listen(
			0,
			"127.0.0.1",
		);
		await once(silent, "listening");
		const { port } = silent.address() as AddressInfo;
		const { exit, stderr } = await runLvs([
			...["import", `root@127.0.0.1:${port}`, "-i", join(home, "key")],
			...["--timeout", "1s"],
		]);
		assert.equal(exit, 3);
		assert.match(stderr, /did not complete the SSH handshake in time/);
	});

	test("of a text without rules is wrong use", async () => {
		for (const [name, text] of [
			["empty", ""],
			["comments", "# none\n\n"],
			["variables", "VIP=10.0.0.1\nipvsadm -C\n"],
		] as const) {
			writeFileSync(join(home, name), text);
			assert.deepEqual(await runLvs(["import", name], { folder: home }), {
				exit: 2,
				stdout: "",
				stderr: `${name}: no rules in it`,
			});
		}
		assert.deepEqual(await runLvs(["import", "-"]), {
			exit: 2,
			stdout: "",
			stderr:
				"standard input: no rules in it; if a command stands before the pipe, it may have failed",
		});
	});

	const marks = "-A -f 3 -s rr\n-a -f 3 -r 10.0.0.2:80 -i -w 1\n";
	test("of marks alone takes their VIP from --vip, and keeps the port", async () => {
		const { exit, stdout, stderr } = await runLvs(
			["import", "-", "--vip", "10.0.0.1", "-o", "json"],
			{ input: marks },
		);
		assert.equal(exit, 1);
		assert.match(stderr, /:1: .*declared without its ports/);
		const [{ vip, services, page }] = JSON.parse(stdout);
		assert.equal(vip, "10.0.0.1");
		assert.equal(page, false);
		assert.deepEqual(services, {
			"mark-3": { fwmark: 3, tcp: [], scheduler: "rr", realServerPort: 80 },
		});
	});

	const web =
		"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n";
	for (const [vip, input, message] of [
		[
			"10.0.0.300",
			marks,
			'--vip: "10.0.0.300" is not an IPv4 address; write an IPv4 address like "172.18.0.70"',
		],
		[
			"10.0.0.1",
			web,
			"--vip 10.0.0.1: no service of standard input is a firewall mark, and the others tell their VIP; leave it out",
		],
	] as const)
		test(`with --vip ${vip} is wrong use`, async () => {
			assert.deepEqual(await runLvs(["import", "-", "--vip", vip], { input }), {
				exit: 2,
				stdout: "",
				stderr: message,
			});
		});

	const advice = "run ipvsadm -Sn on the director, and import what that prints";
	for (const [what, text] of [
		[
			"this is keepalived.conf",
			"! mine\nglobal_defs {\n}\nvirtual_server 10.0.0.1 80 {\n\tlb_algo rr\n}\n",
		],
		[
			"this is what ipvsadm -L prints",
			"IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\nTCP  10.0.0.1:80 rr\n  -> 10.0.0.2:80 Route 1 0 0\n",
		],
		["this is a file of ldirectord", "virtual=10.0.0.1:80\n"],
		[
			"this is what ipvsadm -L prints",
			"TCP  10.0.0.1:80 rr\n  -> 10.0.0.2:80 Route 1 0 0\n",
		],
		[
			"these are rules of iptables",
			"*nat\n-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2\nCOMMIT\n",
		],
		[
			"this is a private key",
			"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n",
		],
		["no line of it is a rule", "hello\nworld\n"],
	] as const)
		test(`is told once that ${what}`, async () => {
			assert.deepEqual(await runLvs(["import", "-"], { input: text }), {
				exit: 2,
				stdout: "",
				stderr: `standard input: ${what}; ${advice}`,
			});
		});

	test("prints nothing where nothing can be declared", async () => {
		assert.deepEqual(
			await runLvs(["import", "-"], {
				input: "-A -t [2001:db8::1]:80 -s rr\n",
			}),
			{
				exit: 1,
				stdout: "",
				stderr:
					"standard input:1: -A -t [2001:db8::1]:80 -s rr: IPv6 is not supported yet",
			},
		);
	});

	test("prints the program of good rules", async () => {
		const { exit, stdout, stderr } = await runLvs(["import", "-"], {
			input:
				"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n",
		});
		assert.deepEqual([exit, stderr], [0, ""]);
		assert.match(stdout, /^new Cluster\("web", \{\n\tvip: "10\.0\.0\.1"/);
	});
});

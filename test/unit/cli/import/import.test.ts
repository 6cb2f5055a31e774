import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { runLvsctl } from "../run-lvsctl.ts";
import { keepalivedDirector } from "./keepalived-director.ts";

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
		["root@[::1]:notaport", `"notaport" is no port; ${director}`],
		["root@[::1", `no such file; ${director}`],
		["/", "this is a folder; name a file with what ipvsadm -Sn prints"],
	] as const)
		test(`of ${source} is wrong use`, async () => {
			assert.deepEqual(await runLvsctl(["import", source], { folder: home }), {
				exit: 2,
				stdout: "",
				stderr: `${source}: ${message}`,
			});
		});

	for (const jump of ["one,root@two:x", "root@2001:db8::5:2222"])
		test(`through a jump host that is written ${jump} is wrong use`, async () => {
			assert.deepEqual(
				await runLvsctl(["import", "root@127.0.0.1", "-J", jump], {
					folder: home,
				}),
				{
					exit: 2,
					stdout: "",
					stderr: `-J ${jump}: a jump host is written [user@]host[:port], or as a name of ~/.ssh/config; several with a comma between, and an IPv6 address in brackets`,
				},
			);
		});

	// where they are no directors, the key file is not looked at
	for (const words of [
		"root@[2001:db8::1]",
		"root@[2001:db8::1]:2222",
		"root@2001:db8::1",
		"root@[2001:db8::1] -J one,admin@[2001:db8::5]:2222",
	])
		test(`of ${words} is that of a director`, async () => {
			assert.deepEqual(
				await runLvsctl(["import", ...words.split(" "), "-i", "nokey"], {
					folder: home,
				}),
				{ exit: 2, stdout: "", stderr: "--identity nokey: no such file" },
			);
		});

	for (const [option, file, why] of [
		["--identity", "nokey", "no such file"],
		["--known-hosts", "/", "this is a folder; name a file"],
	] as const)
		test(`with ${option} ${file} is wrong use`, async () => {
			assert.deepEqual(
				await runLvsctl(["import", "root@127.0.0.1:1", option, file]),
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
		const { exit, stderr } = await runLvsctl([
			...["import", `root@127.0.0.1:${port}`, "-i", join(home, "key")],
			...["--timeout", "1s"],
		]);
		assert.equal(exit, 3);
		assert.match(stderr, /did not complete the SSH handshake in time/);
	});

	// nothing would be done with it, and a wrong key file would not be noticed
	test("of a file or a pipe with options of a connection is wrong use", async () => {
		writeFileSync(join(home, "some"), "-A -t 10.0.0.1:80\n");
		for (const [source, named] of [
			["some", "some"],
			["-", "standard input"],
		] as const)
			assert.deepEqual(
				await runLvsctl(
					["import", source, "-i", "nokey", "--timeout", "5s", "-J", "gate"],
					{ folder: home, input: "-A -t 10.0.0.1:80\n" },
				),
				{
					exit: 2,
					stdout: "",
					stderr: `--identity, --jump, --timeout: this says how a director is reached, and ${named} is read on this computer; leave it out, or name the director`,
				},
			);
	});

	test("of what the system does not let us read is wrong use", async () => {
		symlinkSync("loop", join(home, "loop"));
		for (const [words, said] of [
			["loop", "loop: it cannot be looked at (ELOOP)"],
			["/proc/self/mem", "/proc/self/mem: it cannot be read (EIO)"],
			[
				"root@127.0.0.1 -i loop",
				"--identity loop: it cannot be looked at (ELOOP)",
			],
		] as const)
			assert.deepEqual(
				await runLvsctl(["import", ...words.split(" ")], { folder: home }),
				{ exit: 2, stdout: "", stderr: said },
			);
	});

	test("reads what a PowerShell wrote: UTF-16, and the ends of lines of Windows", async () => {
		const rules =
			"-A -t 10.0.0.1:80 -s wrr\r\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\r\n";
		const little = Buffer.from(`\ufeff${rules}`, "utf16le");
		const good = await runLvsctl(["import", "-"], { input: rules });
		assert.equal(good.exit, 0);
		for (const [name, bytes] of [
			["utf8", Buffer.from(`\ufeff${rules}`)],
			["little", little],
			["big", Buffer.from(little).swap16()],
		] as const) {
			writeFileSync(join(home, name), bytes);
			assert.deepEqual(
				await runLvsctl(["import", name], { folder: home }),
				good,
				name,
			);
		}
	});

	test("of a text without rules is wrong use", async () => {
		for (const [name, text] of [
			["empty", ""],
			["comments", "# none\n\n"],
			["variables", "VIP=10.0.0.1\nipvsadm -C\n"],
		] as const) {
			writeFileSync(join(home, name), text);
			assert.deepEqual(await runLvsctl(["import", name], { folder: home }), {
				exit: 2,
				stdout: "",
				stderr: `${name}: no rules in it`,
			});
		}
		assert.deepEqual(await runLvsctl(["import", "-"]), {
			exit: 2,
			stdout: "",
			stderr:
				"standard input: no rules in it; if a command stands before the pipe, it may have failed",
		});
	});

	const marks = "-A -f 3 -s rr\n-a -f 3 -r 10.0.0.2:80 -i -w 1\n";
	test("of marks alone takes their VIP from --vip, and keeps the port", async () => {
		const { exit, stdout, stderr } = await runLvsctl(
			["import", "-", "--vip", "10.0.0.1", "-o", "json"],
			{ input: marks },
		);
		assert.equal(exit, 0);
		assert.match(stderr, /:1: .*its ports are not in these rules/);
		const [{ vip, services, page }] = JSON.parse(stdout);
		assert.equal(vip, "10.0.0.1");
		assert.equal(page, false);
		assert.deepEqual(services, {
			"mark-3": { fwmark: 3, scheduler: "rr", realServerPort: 80 },
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
			"--vip 10.0.0.1: no service of standard input is a firewall mark, and the others name their VIP; leave it out",
		],
	] as const)
		test(`with --vip ${vip} is wrong use`, async () => {
			assert.deepEqual(
				await runLvsctl(["import", "-", "--vip", vip], { input }),
				{
					exit: 2,
					stdout: "",
					stderr: message,
				},
			);
		});

	const advice = "run ipvsadm -Sn on the director, and import what that prints";
	for (const [what, text] of [
		[
			"this is what ipvsadm -L prints",
			"IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\nTCP  10.0.0.1:80 rr\n  -> 10.0.0.2:80 Route 1 0 0\n",
		],
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
		[
			"no line of it is a rule",
			"Timeout (tcp tcpfin udp): 900 120 300\n# by ipvsadm -A\n",
		],
		[
			"no line of it is a rule",
			"Can't initialize ipvs: Permission denied (you must be root)\n",
		],
		[
			"this is a configuration of nginx",
			"include /etc/nginx/modules.conf\nevents {\n}\nhttp {\n\tinclude mime.types;\n}\n",
		],
		["no line of it is a rule", "include mime.types;\n"],
		[
			"this is a configuration of haproxy",
			"frontend web\n\tbind 192.0.2.1:80\n\tdefault_backend app\n",
		],
	] as const)
		test(`is told once that ${what}`, async () => {
			assert.deepEqual(await runLvsctl(["import", "-"], { input: text }), {
				exit: 2,
				stdout: "",
				stderr: `standard input: ${what}; ${advice}`,
			});
		});

	test("of a ldirectord.cf reads its checks and its fallback", async () => {
		const { exit, stdout, stderr } = await runLvsctl(
			["import", "-", "-o", "json"],
			{
				input:
					"# shop\nchecktimeout=10\nvirtual = 10.0.0.1:80\n\treal = 10.0.0.2:80 gate 2\n\tfallback = 10.0.0.9:80\n\tchecktype = connect\n\tfallbackcommand = /x\n",
			},
		);
		assert.equal(exit, 1);
		assert.deepEqual(JSON.parse(stdout), [
			{
				vip: "10.0.0.1",
				forwarding: "dr",
				realServers: {
					rs1: { address: "10.0.0.2", weight: 2 },
					rs2: { address: "10.0.0.9", weight: 1 },
				},
				services: {
					"tcp-80": {
						tcp: 80,
						scheduler: "wrr",
						check: { tcp: true, everySeconds: 10, failures: 1 },
						sorry: "rs2",
					},
				},
				page: false,
			},
		]);
		assert.match(
			stderr,
			/^standard input:7: fallbackcommand = \/x: no program is run when this happens/m,
		);
	});

	test("of a ldirectord.cf with --vip, and without a mark, is wrong use", async () => {
		const { exit, stderr } = await runLvsctl(
			["import", "-", "--vip", "10.0.0.9"],
			{ input: "virtual=10.0.0.1:80\n\treal=10.0.0.2:80 gate\n" },
		);
		assert.equal(exit, 2);
		assert.match(stderr, /no service of standard input is a firewall mark/);
	});

	const keepalived = `include vips/*.conf
global_defs {
	router_id LB
}
virtual_server 10.0.0.1 80 {
	protocol TCP
	lb_kind DR
	delay_loop 3
	connect_timeout 3
	retry 0
	include servers.conf
}
`;
	const servers = `real_server 10.0.0.2 80 {
	TCP_CHECK {
	}
	PING_CHECK {
	}
}
`;
	const script =
		"PING_CHECK: a check by ping cannot be declared: a machine may answer and serve nobody; write `check: { tcp: true }`";

	test("of a keepalived.conf reads its checks, and the files that it includes beside it", async () => {
		mkdirSync(join(home, "etc/vips"), { recursive: true });
		writeFileSync(join(home, "etc/any.name"), keepalived);
		writeFileSync(join(home, "etc/servers.conf"), servers);
		writeFileSync(
			join(home, "etc/vips/a.conf"),
			"vrrp_instance A {\n\tstate MASTER\n\tinterface eth1\n\tvirtual_ipaddress {\n\t\t10.0.0.1\n\t}\n}\n",
		);
		const { exit, stdout, stderr } = await runLvsctl(
			["import", "etc/any.name", "-o", "json"],
			{ folder: home },
		);
		assert.equal(exit, 1);
		assert.deepEqual(JSON.parse(stdout), [
			{
				vip: "10.0.0.1",
				forwarding: "dr",
				directors: { lb1: { interface: "eth1" }, lb2: { interface: "eth1" } },
				failover: { preemptSeconds: 0 },
				realServers: { rs1: { address: "10.0.0.2", weight: 1 } },
				services: {
					"tcp-80": {
						tcp: 80,
						scheduler: "wlc",
						check: { tcp: true, everySeconds: 3, failures: 1 },
					},
				},
				page: false,
			},
		]);
		assert.deepEqual(stderr.split("\n"), [
			"etc/vips/a.conf:1: vrrp_instance A: directors agree by VRRP version 3 here, in packets from machine to machine, and have each VIP as /32: change all of them in one go, as one that runs as before does not hear the others",
			"etc/vips/a.conf:1: vrrp_instance A: this director is lb1 by its state MASTER, and its peers are not in this file: fill in lb2, add what more there are, or take it out with `failover` if there is none; the one with the highest priority comes first, and links are called as here",
			"etc/any.name:3: router_id (3): left out: means nothing for a declaration",
			`etc/servers.conf:4: ${script}`,
		]);
	});

	test("of a keepalived.conf that is read whole ends with 0, and prints its program", async () => {
		const { exit, stdout, stderr } = await runLvsctl(["import", "-"], {
			input: keepalived
				.replace("include vips/*.conf", "")
				.replace("include servers.conf", servers)
				.replace("\tPING_CHECK {\n\t}\n", ""),
		});
		assert.equal(exit, 0);
		assert.match(
			stdout,
			/"tcp-80": \{ tcp: 80, scheduler: "wlc", check: \{ tcp: true, everySeconds: 3, failures: 1 \} \}/,
		);
		assert.match(stderr, /^standard input:3: router_id \(3\): left out/);
	});

	for (const [hook, exit, said] of [
		["notify_master /a", 0, /notify_master \/a: write an executable script/],
		["notify_stop /a", 1, /notify_stop \/a: no program is surely told/],
	] as const)
		test(`of a keepalived.conf with ${hook} ends with ${exit}`, async () => {
			const found = await runLvsctl(["import", "-"], {
				input: `vrrp_instance A {\n\tinterface eth1\n\t${hook}\n\tvirtual_ipaddress {\n\t\t10.0.0.1\n\t}\n}\n${keepalived
					.replace("include vips/*.conf", "")
					.replace("include servers.conf", servers)
					.replace("\tPING_CHECK {\n\t}\n", "")}`,
			});
			assert.equal(found.exit, exit);
			assert.match(found.stderr, said);
			assert.equal(
				/tell: "\/usr\/local\/sbin\/lvs-tell-web"/.test(found.stdout),
				exit === 0,
			);
		});

	test("of a keepalived.conf from standard input finds no other file, and says so", async () => {
		const { exit, stderr } = await runLvsctl(["import", "-"], {
			input: keepalived,
		});
		assert.equal(exit, 1);
		assert.match(
			stderr,
			/^standard input:1: include vips\/\*\.conf: what standard input includes cannot be found; import the file by its name$/m,
		);
		assert.match(stderr, /^standard input:11: include servers\.conf: /m);
	});

	test("of a file that includes others alone is that of a keepalived.conf", async () => {
		const { exit, stderr } = await runLvsctl(["import", "-"], {
			input: "# all of it\n$A=1\ninclude a.conf\n",
		});
		assert.equal(exit, 2);
		assert.match(stderr, /this keepalived\.conf has no virtual_server/);
	});

	test("of a keepalived.conf that spreads nothing is wrong use", async () => {
		assert.deepEqual(
			await runLvsctl(["import", "-"], {
				input: "include a.conf\nvrrp_instance A {\n\tpriority 1\n}\n",
			}),
			{
				exit: 2,
				stdout: "",
				stderr: `standard input: this keepalived.conf has no virtual_server, so it spreads nothing; an address that moves from one machine to another is part of a declaration only with services
  standard input:1: include a.conf: what standard input includes cannot be found; import the file by its name`,
			},
		);
	});

	test("of a director on which keepalived runs reads its configuration too", async () => {
		const folder = join(home, "director");
		const server = await keepalivedDirector(
			folder,
			{
				"keepalived.conf": keepalived.replace("vips/*.conf", "vips"),
				"servers.conf": servers,
				vips: "vrrp_instance A {\n\tinterface eth1\n\tnopreempt\n\tvirtual_ipaddress {\n\t\t10.0.0.1\n\t}\n}\n",
			},
			"-A -t 10.0.0.1:80 -s wlc\n",
		);
		try {
			const { connection, port } = server;
			writeFileSync(join(home, "login"), String(connection.privateKey), {
				mode: 0o600,
			});
			writeFileSync(
				join(home, "known"),
				`[127.0.0.1]:${port} ${connection.hostKey}\n`,
			);
			const director = `root@127.0.0.1:${port}`;
			const { exit, stdout, stderr } = await runLvsctl([
				...["import", director, "-i", join(home, "login"), "-o", "json"],
				...["--known-hosts", join(home, "known")],
			]);
			const [{ failover, services }] = JSON.parse(stdout);
			assert.deepEqual(failover, {});
			assert.deepEqual(services["tcp-80"].check, {
				...{ tcp: true, everySeconds: 3, failures: 1 },
			});
			assert.equal(exit, 1);
			assert.deepEqual(
				stderr.split("\n").filter((line) => !line.includes("/vips:1: ")),
				[
					`${director}: keepalived.service is active here: after an up of these rules both would change the table. Stop it first, also at boot.`,
					`${folder}/etc/keepalived.conf:3: router_id (3): left out: means nothing for a declaration`,
					`${folder}/etc/servers.conf:4: ${script}`,
				],
			);
		} finally {
			await server.close();
		}
	});

	test("prints nothing where nothing can be declared", async () => {
		assert.deepEqual(
			await runLvsctl(["import", "-"], {
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
		const { exit, stdout, stderr } = await runLvsctl(["import", "-"], {
			input:
				"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n",
		});
		assert.deepEqual([exit, stderr], [0, ""]);
		assert.match(stdout, /^new Cluster\("web", \{\n\tvip: "10\.0\.0\.1"/);
	});
});

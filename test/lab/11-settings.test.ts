import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onLab } from "./on-lab.ts";
import { sharedLab } from "./shared-lab.ts";

const program = (onePacket: boolean) => `
import { Cluster } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
const machines = lab();
new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
	},
	services: {
		http: { tcp: 80, scheduler: "rr", realServers: { rs1: { upper: 300, lower: 200 } } },
		echo: { udp: 5300, scheduler: "rr", onePacket: ${onePacket} },
	},
	ipvs: { timeouts: { tcp: 600, udp: 200 }, expireNodestConn: true },
	page: true,
});
`;

/** A server that is bound to the VIP, so that it answers from there, and says who it is. */
const echo = (name: string) =>
	`nohup perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Proto => "udp", LocalAddr => "172.18.0.70", LocalPort => 5300) or die; while ($s->recv($d, 99)) { $s->send("${name}") }' >/dev/null 2>&1 </dev/null &`;

/** Six datagrams from one socket, each answered before the next: who answered. */
const datagrams = `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Proto => "udp", PeerAddr => "172.18.0.70", PeerPort => 5300); alarm 20; for (1..6) { $s->send("hello"); $s->recv($d, 99); print $d =~ /(\\d)/ }'`;

describe("thresholds, timeouts and UDP", () => {
	const lab = sharedLab("labs/02-dr");
	const { root, good } = onLab(lab);
	/** Everything of the table, in the form that shows also what `ipvsadm -S` leaves out. */
	const table = async () =>
		(
			await root(
				"lb",
				"ipvsadm -Sn; ipvsadm -Ln --thresholds | awk '$1 == \"->\" { print $2, $3, $4 }'; ipvsadm -Ln --timeout; cat /proc/sys/net/ipv4/vs/expire_nodest_conn",
			)
		).replaceAll(/ +$/gm, "");
	let applied = "";

	test("are in the kernel after up, and another look finds nothing to do", async () => {
		writeFileSync(join(lab().folder, "index.ts"), program(false));
		await good("up");
		applied = await table();
		assert.match(applied, /^172\.18\.0\.67:80 300 200$/m);
		assert.match(applied, /^172\.18\.0\.68:80 0 0$/m);
		assert.match(applied, /: 600 120 200$/m);
		assert.match(applied, /^1$/m);
		assert.doesNotMatch(
			await good("up", ".", "--", "--refresh"),
			/updated|created/,
		);
	});

	test("are in what import makes of the live director, and nothing else is touched there", async () => {
		const status = JSON.parse(await good("lab", "status", "-o", "json")) as {
			machines: { machine: string; sshPort: number }[];
		};
		const port = (name: string) =>
			status.machines.find(({ machine }) => machine === name)?.sshPort;
		const [, key = ""] =
			/IdentityFile "?([^"\n]+)"?/.exec(
				readFileSync(join(lab().directory, "ssh_config"), "utf8"),
			) ?? [];
		const known = join(lab().directory, "known_hosts");
		const words = ["-i", key, "--known-hosts", known, "-o", "json"];
		const imported = await lab().lvsctl([
			...["import", `root@127.0.0.1:${port("lb")}`],
			...words,
		]);
		assert.equal(imported.exit, 0, imported.stderr);
		const [cluster] = JSON.parse(imported.stdout);
		const services = Object.values(cluster.services) as {
			realServers?: unknown;
		}[];
		assert.match(
			JSON.stringify(services),
			/"upper":300,"lower":200|"lower":200,"upper":300/,
		);
		assert.equal(await table(), applied);

		const none = await lab().lvsctl([
			...["import", `root@127.0.0.1:${port("rs1")}`],
			...words,
		]);
		assert.equal(none.exit, 3);
		assert.match(
			JSON.parse(none.stdout).error.message,
			/the module ip_vs is not loaded/,
		);
		assert.doesNotMatch(await root("rs1", "cat /proc/modules"), /^ip_vs /m);
	});

	test("a threshold that somebody changed is drift, and repaired", async () => {
		await root(
			"lb",
			"ipvsadm -e -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 1 -x 900 -y 800; ipvsadm --set 900 0 0",
		);
		assert.notEqual(await table(), applied);
		const text = await good("refresh");
		assert.match(text, /-x 300 -y 200" => "-g -w 1 -x 900 -y 800"/);
		assert.match(text, /tcp *: "600" => "900"/);
		await good("up");
		assert.equal(await table(), applied);
	});

	test("are the same after the distribution's own ipvsadm-restore, which clears first", async () => {
		await root(
			"lb",
			"ipvsadm --set 900 0 300; ipvsadm-restore </etc/ipvsadm.rules",
		);
		assert.equal(await table(), applied);
	});

	test("and after a reboot", async () => {
		await lab().reboot("lb");
		assert.equal(await table(), applied);
	});

	test("UDP: one socket stays with one real server", async () => {
		await root("rs1", echo("rs1"));
		await root("rs2", echo("rs2"));
		assert.match(await root("client", datagrams), /^(1{6}|2{6})$/);
	});

	test("UDP, one packet at a time: the same socket goes from one to the other", async () => {
		writeFileSync(join(lab().folder, "index.ts"), program(true));
		await good("up");
		assert.match(await root("client", datagrams), /^(121212|212121)$/);
	});

	test("what is no longer declared goes back to what was found", async () => {
		writeFileSync(
			join(lab().folder, "index.ts"),
			program(true)
				.replace("upper: 300, lower: 200", "")
				.replace(
					"timeouts: { tcp: 600, udp: 200 }, expireNodestConn: true",
					"",
				),
		);
		await good("up");
		assert.match(await table(), /^172\.18\.0\.67:80 0 0$/m);
		assert.match(await table(), /: 900 120 300\n0$/m);
	});
});

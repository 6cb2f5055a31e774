import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { difference } from "./difference.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";
import { snapshot } from "./snapshot.ts";

const table = [
	"-A -t 172.18.0.70:80 -s wrr",
	"-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2",
	"-a -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w 3",
];
const hosts = ["lb", "rs1", "rs2"];

describe("experiment 2: direct routing, wrr 2:3", () => {
	const lab = sharedLab("labs/02-dr");
	const before = new Map<string, string>();

	const trace = () => join(lab().folder, "..", "trace");
	/** Runs `lvsctl` and returns what it cost: host label of the trace -> connections and executions. */
	async function lvsctl(...words: string[]) {
		rmSync(trace(), { force: true });
		lab().environment.LVS_TRACE = trace();
		const outcome = await lab().lvsctl(words);
		return { ...outcome, text: outcome.stdout + outcome.stderr };
	}
	const good = async (...words: string[]) => {
		const outcome = await lvsctl(...words);
		assert.equal(outcome.exit, 0, outcome.text);
		return outcome;
	};
	/** Lines of the trace, without times: `connect HOST`, `run HOST`. */
	function cost(): string[] {
		try {
			return readFileSync(trace(), "utf8")
				.trim()
				.split("\n")
				.map((line) => line.split(" ").slice(1, 3).join(" "));
		} catch {
			return [];
		}
	}
	/** Ends the watch of a host until the next `up`: it would put back what a test takes away. */
	const unwatched = async (...hosts: string[]) => {
		for (const host of hosts)
			await lab().run(host, "systemctl", "stop", "lvs-web-*-watch.service");
	};
	/** Distinct hosts that were connected to. */
	const touched = () =>
		new Set(
			cost()
				.filter((line) => line.startsWith("connect "))
				.map((line) => line.split(" ")[1]),
		);
	const { edit } = onLab(lab);
	const rules = async () =>
		(await lab().run("lb", "ipvsadm", "-Sn"))
			.split("\n")
			.map((line) => line.trim());

	test("preview shows the rules and files, and touches no host", async () => {
		for (const host of hosts)
			before.set(host, await lab().run(host, "sh", "-c", snapshot));
		const { text } = await good("preview");
		assert.match(text, /-t 172\.18\.0\.70:80 -r 172\.18\.0\.67:80/);
		assert.match(text, /arp_announce/);
		assert.deepEqual(cost(), []);
	});

	test("the first up brings the table, and the client counts 40 to 60", async () => {
		const { text } = await good("up");
		assert.deepEqual(await rules(), table);
		assert.match(text, /saw +: "rs1 40, rs2 60"/);
		// a lab has nothing that its user need be told
		assert.doesNotMatch(text, /note:/);
	});

	test("a host costs one connection and two executions in the first up", () => {
		const lines = cost();
		const connections = lines.filter((line) => line.startsWith("connect "));
		assert.equal(new Set(connections).size, connections.length);
		assert.equal(connections.length, 4);
		assert.equal(lines.filter((line) => line.startsWith("run ")).length, 7);
	});

	test("the second up changes nothing, and looks at each host once", async () => {
		const { text } = await good("up");
		assert.match(text, /^3 hosts looked at: as declared in the last up$/m);
		assert.match(text, /unchanged/);
		assert.doesNotMatch(text, /updated|created|replaced/);
		assert.equal(cost().filter((line) => line.startsWith("run ")).length, 3);
	});

	test("without its look it connects to no host, and says so", async () => {
		const { text } = await good("up", ".", "--no-refresh");
		assert.match(text, /hosts were not looked at/);
		assert.doesNotMatch(text, /unchanged/);
		assert.deepEqual(cost(), []);
	});

	test("up --refresh on what did not drift changes nothing, with one execution per host", async () => {
		const { text } = await good("up", ".", "--", "--refresh");
		assert.doesNotMatch(text, /updated|created|replaced/);
		assert.equal(cost().filter((line) => line.startsWith("run ")).length, 3);
	});

	test("a weight change touches the director alone, and no request is lost", async () => {
		edit("weight: 3", "weight: 5");
		const requests = lab().run(
			"client",
			"sh",
			"-c",
			"curl -s -m 10 -H 'Connection: close' -o /dev/null -w '%{http_code}\\n' 'http://172.18.0.70/?[1-400]' | sort | uniq -c",
		);
		await good("up", ".", "--no-refresh", "--target", "**web-lb");
		assert.equal((await requests).trim(), "400 200");
		assert.equal(touched().size, 1);
		// changed at once, and looked at afterwards
		assert.deepEqual(
			cost().map((line) => line.split(" ")[0]),
			["connect", "run"],
		);
		assert.equal((await rules())[2], `${table[2]?.replace("-w 3", "-w 5")}`);
		edit("weight: 5", "weight: 3");
		await good("up");
		assert.deepEqual(await rules(), table);
	});

	test(
		"a weight changes where somebody removed the real server meanwhile, and where it is drained",
		onlyIn("layouts"),
		async () => {
			const only = ["up", ".", "--no-refresh", "--target", "**web-lb"];
			const rs2 = async () => (await rules())[2];
			const weighted = (weight: number) =>
				table[2]?.replace("-w 3", `-w ${weight}`);
			await unwatched("lb");
			await lab().run(
				"lb",
				...["ipvsadm", "-d", "-t", "172.18.0.70:80", "-r", "172.18.0.68:80"],
			);
			edit("weight: 3", "weight: 4");
			await good(...only);
			assert.equal(await rs2(), weighted(4));
			await good("drain", "rs2");
			edit("weight: 4", "weight: 6");
			await good(...only);
			assert.equal(await rs2(), weighted(0));
			// the state knows of the drain's generation now
			edit("weight: 6", "weight: 7");
			await good(...only);
			// not for a moment: refused before anything was done
			assert.match(readFileSync(trace(), "utf8"), /exit 66 apply/);
			assert.equal(await rs2(), weighted(0));
			await good("undrain", "rs2");
			assert.equal(await rs2(), weighted(7));
			edit("weight: 7", "weight: 3");
			await good("up");
			assert.deepEqual(await rules(), table);
		},
	);

	test("drift of three kinds is shown by refresh and repaired by up", async () => {
		await unwatched("lb", "rs1");
		await lab().run("lb", "ipvsadm", "-C");
		await lab().run(
			"rs1",
			"ip",
			"address",
			"del",
			"172.18.0.70/32",
			"dev",
			"lo",
		);
		await lab().run(
			"rs2",
			"sh",
			"-c",
			"echo edited >>/usr/local/lib/pulumi-lvs/web/setkernel",
		);
		const drift = [
			"refresh",
			".",
			"--",
			"--preview-only",
			"--expect-no-changes",
		];
		assert.equal((await lvsctl(...drift)).exit, 1);
		const { text } = await good("refresh");
		assert.match(text, /- -t 172\.18\.0\.70:80 +: "-s wrr"/);
		assert.match(text, /- 172\.18\.0\.70\/32: "lo"/);
		assert.match(text, /\+ edited/);
		await good("up");
		assert.deepEqual(await rules(), table);
		await good(...drift);
	});

	test("up alone finds an emptied table and a lost VIP, brings both back, and proves it", async () => {
		await unwatched("lb", "rs1");
		await lab().run("lb", "ipvsadm", "-C");
		await lab().run(
			"rs1",
			..."ip address del 172.18.0.70/32 dev lo".split(" "),
		);
		const { text } = await good("up");
		assert.match(
			text,
			/^3 hosts looked at: lb, rs1 are not as the last up left them; up repairs$/m,
		);
		assert.match(text, /SmokeTest spread-checks updated/);
		assert.deepEqual(await rules(), table);
	});

	test("a real server that let the client learn its MAC is silenced, and the client learns the director's again", async () => {
		const neighbour = () =>
			lab().run("client", "ip", "neigh", "show", "172.18.0.70");
		const right = /lladdr (\S+)/.exec(await neighbour())?.[1];
		await unwatched("rs1");
		await lab().run("rs1", "sysctl", "-qw", "net.ipv4.conf.eth1.arp_ignore=0");
		await lab().run(
			"rs1",
			..."arping -q -U -c 1 -I eth1 172.18.0.70".split(" "),
		);
		assert.notEqual(/lladdr (\S+)/.exec(await neighbour())?.[1], right);
		const failed = await lvsctl("check");
		assert.equal(failed.exit, 1, failed.text);
		assert.match(failed.text, /saw +rs1 100, rs2 0/);
		// and which host is at fault
		assert.match(failed.text, /^client: .*172\.18\.0\.70.*rs1/m);
		const { text } = await good("refresh");
		assert.match(
			text,
			/arp_ignore: "1 or 2" => "net\.ipv4\.conf\.eth1\.arp_ignore = 0"/,
		);
		await good("up");
		assert.equal(/lladdr (\S+)/.exec(await neighbour())?.[1], right);
	});

	test("control: with the weights swapped on the kernel by hand, check fails and says the numbers", async () => {
		const swap = (one: number, two: number) =>
			lab().run(
				"lb",
				"sh",
				"-c",
				`printf '%s\\n' '-e -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w ${one}' '-e -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w ${two}' | ipvsadm -R`,
			);
		await swap(3, 2);
		const failed = await lvsctl("check", "--no-diagnose");
		assert.equal(failed.exit, 1, failed.text);
		assert.match(failed.text, /expected +rs1 40 \(38 to 42\), rs2 60/);
		assert.match(failed.text, /saw +rs1 60, rs2 40/);
		await swap(2, 3);
		const passed = await good("check");
		assert.match(passed.text, /passed: spread of http/);
	});

	test("control: a failing check fails the up", onlyIn("layouts"), async () => {
		// a real server that answers with another's page: the count cannot be what was declared
		await lab().run(
			"rs2",
			"sh",
			"-c",
			"echo '<h1>rs1</h1>' >/var/www/html/index.html",
		);
		edit("requests: 100", "requests: 50");
		const failed = await lvsctl("up", ".", "--no-refresh");
		assert.equal(failed.exit, 1, failed.text);
		assert.match(failed.text, /expected +rs1 20 \(18 to 22\)/);
		assert.match(failed.text, /saw +rs1 50, rs2 0/);
		await good("up");
	});

	test("what others have on the director stays", async () => {
		await lab().run(
			"lb",
			"ipvsadm",
			"-A",
			"-t",
			"172.18.0.66:8443",
			"-s",
			"wrr",
		);
		edit('scheduler: "wrr"', 'scheduler: "rr"');
		await good("up");
		assert.ok((await rules()).includes("-A -t 172.18.0.66:8443 -s wrr"));
		assert.ok((await rules()).includes("-A -t 172.18.0.70:80 -s rr"));
		edit('scheduler: "rr"', 'scheduler: "wrr"');
		await good("up");
		assert.ok((await rules()).includes("-A -t 172.18.0.66:8443 -s wrr"));
		await lab().run("lb", "ipvsadm", "-D", "-t", "172.18.0.66:8443");
	});

	/** A machine that boots is refused or silent for a while, and IPVS sends there all the same. */
	const serves = (address: string) =>
		lab().run(
			"client",
			"curl",
			"-sf",
			"-o",
			"/dev/null",
			"--retry",
			"30",
			"--retry-delay",
			"1",
			"--retry-all-errors",
			"--connect-timeout",
			"2",
			`http://${address}/`,
		);

	test(
		"a director and a real server whose own address comes after their units gave up waiting take the VIP at once",
		onlyIn("layouts"),
		async () => {
			for (const [host, unit, own] of [
				["lb", "lvs-web-director", "172.18.0.66"],
				["rs1", "lvs-web-real-server", "172.18.0.67"],
			] as const)
				assert.match(
					await lab().run(host, "sh", "-c", late(unit, own)),
					/^active\nwithout\nserves after [0-4] s\nactive$/,
					host,
				);
			await serves("172.18.0.70");
			await good("check");
		},
	);

	test(
		"a director and a real server that lost their power right after up, and a rebooted one, serve again by themselves",
		onlyIn("layouts"),
		async () => {
			await good("lab", "reset", "rs2");
			// it is another machine now, with its own identity, and clean
			before.set("rs2", await lab().run("rs2", "sh", "-c", snapshot));
			await good("up");
			await Promise.all([
				good("lab", "reboot", "lb", "--hard"),
				good("lab", "reboot", "rs1"),
				good("lab", "reboot", "rs2", "--hard"),
			]);
			for (const address of ["172.18.0.70", "172.18.0.67", "172.18.0.68"])
				await serves(address);
			await good("check");
			const { text } = await good("refresh");
			assert.doesNotMatch(text, /updated/);
		},
	);

	test("destroy returns every host to what was found, and again does nothing", async () => {
		await good("destroy");
		for (const host of hosts)
			assert.deepEqual(
				difference(
					before.get(host) ?? "",
					await lab().run(host, "sh", "-c", snapshot),
				),
				[],
				host,
			);
		await good("destroy");
		assert.deepEqual(cost(), []);
	});
});

/** Shell text that starts a unit of ours while its machine has no address, and gives the address back later. The minute of its waiting is cut short. */
function late(unit: string, own: string): string {
	return `
dropIn=/run/systemd/system/${unit}.service.d
mkdir -p $dropIn /var/tmp/hasty && printf '#!/bin/sh\n' >/var/tmp/hasty/sleep && chmod 755 /var/tmp/hasty/sleep
printf '[Service]\nEnvironment=PATH=/var/tmp/hasty:/usr/sbin:/usr/bin:/sbin:/bin\n' >$dropIn/hasty.conf
systemctl daemon-reload && systemctl stop ${unit}
device=$(ip -o -4 address show to ${own} | awk '{ print $2 }')
ip -4 address save dev $device >/var/tmp/hasty/addresses && ip address del $(ip -o -4 address show to ${own} | awk '{ print $4 }') dev $device
systemctl start ${unit}
systemctl is-active ${unit}
sleep 4 # the watch looks meanwhile, and finds no address
ip -o -4 address show to 172.18.0.70/32 | grep . || echo without
ip -4 address restore </var/tmp/hasty/addresses
from=$(date +%s)
until ip -o -4 address show to 172.18.0.70/32 | grep -q . || [ $(($(date +%s) - from)) -gt 20 ]; do sleep 0.1; done
echo "serves after $(($(date +%s) - from)) s"
systemctl is-active ${unit}-watch
rm -r $dropIn /var/tmp/hasty && systemctl daemon-reload`;
}

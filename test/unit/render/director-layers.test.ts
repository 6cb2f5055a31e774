import assert from "node:assert/strict";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { checked } from "../host/change/example.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";

// What the script of a director does with drains and checks, which it lays over the declared weights.

const [lb] = checked.directors;
if (lb === undefined) throw new Error("no director");
const desired = localise(renderDirector(checked, lb), "debian");
const script = textOf("/director");
const declared = [...parseTable(desired.ipvs).values()].map(ruleLine);
const http1 = "-t 172.18.0.70:80 -r 172.18.0.67:80 -g";
const http2 = "-t 172.18.0.70:80 -r 172.18.0.68:80 -g";
const dns2 = "-u 172.18.0.70:53 -r 172.18.0.68:53 -g";

/** Another cluster on the same director, with the same real servers; its own check has put one at 0. */
const shop = [
	"-A -t 172.18.0.71:80 -s wrr",
	"-a -t 172.18.0.71:80 -r 172.18.0.67:80 -g -w 1",
	"-a -t 172.18.0.71:80 -r 172.18.0.68:80 -g -w 1",
];
const shopAsItIs = [
	...shop.slice(0, 2),
	"-a -t 172.18.0.71:80 -r 172.18.0.68:80 -g -w 0",
];
const ofNobody = [
	"-A -t 172.18.0.99:80 -s rr",
	"-a -t 172.18.0.99:80 -r 172.18.0.68:80 -g -w 1",
];

function textOf(end: string): string {
	const found = Object.entries(desired.files).find(([path]) =>
		path.endsWith(end),
	);
	return found?.[1].content ?? "";
}

/** A director that serves, with what drains and checks say. */
function serving(
	shell: (typeof shells)[number],
	{ health = [], drained = [] }: { health?: string[]; drained?: string[] } = {},
	table: readonly string[] = declared,
): FakeKernel {
	const kernel = new FakeKernel(shell, {
		addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.66/24", "eth1 172.18.0.70/32"],
		rules: ourLines(declared),
		table,
	});
	kernel.write("lib/web/checks", textOf("/checks").trimEnd().split("\n"));
	kernel.install("lib/web/health", textOf("web/health"));
	mkdirSync(kernel.path("sys/net/ipv4/conf/eth1"), { recursive: true });
	kernel.write("sys/net/ipv4/conf/eth1/accept_local", ["0"]);
	mkdirSync(kernel.path("sys/net/ipv4/vs"));
	kernel.write("sys/net/ipv4/vs/conntrack", ["0"]);
	say(kernel, { health, drained });
	return kernel;
}

function say(
	kernel: FakeKernel,
	{ health, drained }: { health?: string[]; drained?: string[] },
): void {
	if (health !== undefined) kernel.write("kept/web-director/health", health);
	if (drained !== undefined) kernel.write("kept/web-director/drained", drained);
}

const down = (place: string) => `${place} down 00000000 1795850056 no answer`;
const up = (place: string) => `${place} up 00000000 1795850056 `;
const page1 = "172.18.0.67:80/dr/http";
const page2 = "172.18.0.68:80/dr/http";
const name2 = "172.18.0.68:53/dr/dns";

for (const shell of shells)
	suite(`layers, run by ${shell[0]}`, () => {
		test("a real server that fails has weight 0, and its own again when it passes", () => {
			using kernel = serving(shell, { health: [up(page1), down(page2)] });
			assert.deepEqual(kernel.run(script, "settle"), {
				exit: 0,
				stdout: "",
				stderr: "",
			});
			assert.deepEqual(kernel.read("log"), [`ipvsadm -e ${http2} -w 0`]);
			assert.deepEqual(kernel.read("kept/web-director/layers"), [
				"-t 172.18.0.70:80 172.18.0.68:80 0 check",
			]);
			assert.match(kernel.run(script, "status").stdout, /vip .*: held/);
			kernel.run(script, "settle");
			assert.equal(kernel.read("log").length, 1, "once is enough");
			say(kernel, { health: [up(page1), up(page2)] });
			kernel.run(script, "settle");
			assert.deepEqual(kernel.read("log")[1], `ipvsadm -e ${http2} -w 3`);
			assert.deepEqual(kernel.read("kept/web-director/layers"), []);
		});

		test("a rule of UDP that goes takes the kernel's entries of its clients with it, and the setting for that is as before", () => {
			for (const [health, usual, meanwhile] of [
				[[down(name2)], "0", "1"],
				[[down(name2)], "1", "1"],
				[[up(page1), down(page2)], "0", "0"],
			] as const)
				for (const words of ["settle", "start"]) {
					using kernel = serving(shell, { health: [...health] });
					kernel.write("vs/expire_nodest_conn", [usual]);
					const ipvsadm = kernel.path("bin/ipvsadm");
					renameSync(ipvsadm, `${ipvsadm}.other`);
					kernel.program(
						"bin/ipvsadm",
						"#!/bin/sh",
						'[ "$*" != -R ] || cat "$ROOT/vs/expire_nodest_conn" >>"$ROOT/meanwhile"',
						'exec "$0.other" "$@"',
					);
					const { exit, stderr } = kernel.run(script, words);
					assert.deepEqual([exit, stderr], [0, ""]);
					assert.deepEqual(kernel.read("meanwhile"), [meanwhile]);
					assert.deepEqual(kernel.read("vs/expire_nodest_conn"), [usual]);
				}
		});

		for (const words of ["start", "settle"])
			test(`${words} leaves the rules of another cluster to its own script`, () => {
				using kernel = serving(
					shell,
					{ health: [up(page1)], drained: ["172.18.0.68 0"] },
					[...declared, ...shopAsItIs],
				);
				kernel.write("rules", [
					...["# begin pulumi-lvs cluster web", ...declared],
					...["# end pulumi-lvs cluster web", ...ofNobody],
					...["# begin pulumi-lvs cluster shop", ...shop],
					"# end pulumi-lvs cluster shop",
				]);
				kernel.write("kept/web-director/layers", [
					"-t 172.18.0.71:80 172.18.0.67:80 0 drain",
				]);
				assert.equal(kernel.run(script, words).exit, 0);
				const table = kernel.read("ip_vs");
				assert.deepEqual(
					table.filter((line) => line.includes("172.18.0.71:80")),
					shopAsItIs,
				);
				assert.ok(table.includes(`-a ${http2} -w 0`), "its own is drained");
				assert.ok(
					kernel
						.read("log")
						.every(
							(line) => !line.includes("172.18.0.99") || !line.endsWith("-w 0"),
						),
					"nor does a drain befall what others wrote",
				);
			});

		test("where the kernel would go on sending packets to it, it is not in the table", () => {
			using kernel = serving(shell, { health: [down(name2)] });
			kernel.run(script, "settle");
			assert.deepEqual(kernel.read("log"), [
				"ipvsadm -d -u 172.18.0.70:53 -r 172.18.0.68:53",
			]);
			// it is not lost, and nobody puts it back
			assert.doesNotMatch(kernel.run(script, "status").stdout, /-u .*missing/);
			kernel.run(script, "heal");
			assert.equal(kernel.read("log").length, 1);
			say(kernel, { health: [up(name2)] });
			kernel.run(script, "settle");
			assert.deepEqual(kernel.read("log")[1], `ipvsadm -a ${dns2} -w 3`);
		});

		test("a drain by hand survives a check that passes", () => {
			using kernel = serving(shell, {
				health: [down(page2)],
				drained: ["172.18.0.68 0"],
			});
			kernel.run(script, "settle");
			say(kernel, { health: [up(page2)] });
			kernel.run(script, "settle");
			assert.deepEqual(
				kernel.read("ip_vs").filter((line) => line.includes(http2)),
				[`-a ${http2} -w 0`],
			);
			say(kernel, { drained: [] });
			kernel.run(script, "settle");
			assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 3`));
		});

		test("a weight that somebody set by hand stays while another real server fails, and while one is drained", () => {
			const byHand = declared.map((line) =>
				line.replace(`${http1} -w 2`, `${http1} -w 9`),
			);
			using kernel = serving(shell, { health: [down(page2)] }, byHand);
			kernel.run(script, "settle");
			say(kernel, { drained: ["172.18.0.68 0"] });
			kernel.run(script, "settle");
			assert.ok(kernel.read("ip_vs").includes(`-a ${http1} -w 9`));
		});

		test("at boot it is not offered before its first good check", () => {
			using kernel = serving(shell, { health: [down(page2), down(name2)] }, []);
			assert.equal(kernel.run(script, "start").exit, 0);
			const table = kernel.read("ip_vs");
			assert.ok(table.includes(`-a ${http2} -w 0`), table.join("\n"));
			assert.ok(!table.some((line) => line.includes(dns2)));
			assert.ok(table.includes(`-a ${http1} -w 2`));
			assert.equal(kernel.run(script, "status").exit, 0);
		});

		test("a real server that was out before a check was changed stays out, though the reader has not started again", () => {
			using kernel = serving(shell, {
				health: [
					up("172.18.0.67:80/dr/tcp"),
					down("172.18.0.68:80/dr/tcp"),
					up(name2),
				],
			});
			kernel.write(
				"ip_vs",
				declared.map((line) => line.replace(`${http2} -w 3`, `${http2} -w 0`)),
			);
			kernel.write("kept/web-director/layers", [
				"-t 172.18.0.70:80 172.18.0.68:80 0 check",
			]);
			assert.deepEqual(kernel.run(script, "start"), {
				exit: 0,
				stdout: "",
				stderr: "",
			});
			const touched = kernel.read("log").filter((line) => line.includes(http2));
			assert.deepEqual(touched, []);
			assert.equal(kernel.read("kept/web-director/layers").length, 1);
		});

		test("a new real server beside one that passes is not offered before it passes", () => {
			using kernel = serving(
				shell,
				{ health: [up(page1)] },
				declared.filter((line) => !line.includes(http2)),
			);
			kernel.run(script, "start");
			assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 0`));
			assert.ok(kernel.read("ip_vs").includes(`-a ${dns2} -w 3`));
			say(kernel, { health: [up(page1), up(page2)] });
			kernel.run(script, "settle");
			assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 3`));
		});

		test("before anybody passed, all are offered", () => {
			using kernel = serving(shell, {}, []);
			kernel.run(script, "start");
			assert.deepEqual(kernel.read("ip_vs"), declared);
		});

		test("an emptied table comes back as the layers have it", () => {
			using kernel = serving(shell, { health: [down(page2), down(name2)] });
			kernel.run(script, "settle");
			kernel.write("ip_vs", []);
			kernel.run(script, "heal");
			const table = kernel.read("ip_vs");
			assert.ok(table.includes(`-a ${http2} -w 0`), table.join("\n"));
			assert.ok(!table.some((line) => line.includes(dns2)));
		});

		test("what a check took out and somebody put back is told", () => {
			using kernel = serving(shell, { health: [down(name2)] });
			kernel.run(script, "settle");
			kernel.write("ip_vs", declared);
			const { exit, stdout } = kernel.run(script, "status");
			assert.equal(exit, 1);
			assert.match(
				stdout,
				/^-a -u 172\.18\.0\.70:53 -r 172\.18\.0\.68:53: there, and fails its check$/m,
			);
		});

		test("if the list of the checks is taken out of the table, the checking program starts again", () => {
			using kernel = serving(shell);
			writeFileSync(
				kernel.path("bin/systemctl"),
				'#!/bin/sh\necho "systemctl $*" >>"$ROOT/log"\n',
				{ mode: 0o755 },
			);
			mkdirSync(kernel.path("run/web-director"), { recursive: true });
			// it runs: this process stands for it
			kernel.write("run/web-director/health.pid", [String(process.pid)]);
			const { exit, stdout } = kernel.run(script, "status");
			assert.match(stdout, /^list of the checks, -f 1637875713: missing$/m);
			assert.equal(exit, 1);
			kernel.run(script, "heal");
			assert.deepEqual(kernel.read("log").slice(-1), [
				"systemctl --no-block try-restart lvs-web-health",
			]);
			kernel.write("ip_vs", [...declared, "-A -f 1637875713 -s rr"]);
			assert.doesNotMatch(kernel.run(script, "status").stdout, /list of/);
		});

		test("without checks nothing is asked for", () => {
			using kernel = serving(shell);
			kernel.run(script, "settle");
			assert.deepEqual(kernel.read("log"), []);
		});
	});

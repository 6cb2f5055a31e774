import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	rmSync,
	utimesSync,
} from "node:fs";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import type { CheckDeclaration } from "../../../src/model/check-declaration.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { checked } from "../host/change/example.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";
import { oneOfEach } from "./one-of-each.ts";

// What keeps drains and checks from their effect: a disk that takes nothing, a keepalived that nobody hears, a clock that nobody has set.

const [lb] = checked.directors;
if (lb === undefined) throw new Error("no director");
const desired = localise(renderDirector(checked, lb), "debian");
const textOf = (end: string) =>
	Object.entries(desired.files).find(([path]) => path.endsWith(end))?.[1]
		.content ?? "";
const script = textOf("/director");
const declared = [...parseTable(desired.ipvs).values()].map(ruleLine);
const http2 = "-t 172.18.0.70:80 -r 172.18.0.68:80 -g";
const rule2 = "-t 172.18.0.70:80 172.18.0.68:80";
const page = (place: number, word: string) =>
	`172.18.0.${place}:80/dr/http ${word} 00000000 1795850056 no answer`;

/** A director that serves; its disk takes nothing while the file `full` is there. */
function serving(shell: (typeof shells)[number]): FakeKernel {
	const kernel = new FakeKernel(shell, {
		addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.66/24", "eth1 172.18.0.70/32"],
		rules: ourLines(declared),
		table: declared,
	});
	kernel.write("lib/web/checks", textOf("/checks").trimEnd().split("\n"));
	kernel.program("lib/web/health", "#!/bin/sh");
	mkdirSync(kernel.path("sys/net/ipv4/conf/eth1"), { recursive: true });
	kernel.write("sys/net/ipv4/conf/eth1/accept_local", ["1"]);
	mkdirSync(kernel.path("sys/net/ipv4/vs"));
	kernel.write("sys/net/ipv4/vs/conntrack", ["1"]);
	mkdirSync(kernel.path("run/web-director"), { recursive: true });
	kernel.program(
		"bin/cat",
		"#!/bin/sh",
		'[ $# != 0 ] || [ ! -e "$ROOT/full" ] || { echo "cat: write error: No space left on device" >&2; exit 1; }',
		'exec /bin/cat "$@"',
	);
	for (const name of ["systemctl", "systemd-run"])
		kernel.program(
			`bin/${name}`,
			"#!/bin/sh",
			`[ "$2" = is-active ] || echo "${name} $*" >>"$ROOT/log"`,
		);
	kernel.write("nft", textOf("/nftables").split("\n").slice(2, -1));
	return kernel;
}

/** The script of a director whose service has this check. */
function wanting(check: CheckDeclaration): string {
	const { cluster, director } = oneOfEach({ http: { tcp: 80, check } });
	const { files } = localise(renderDirector(cluster, director), "debian");
	return files["/usr/local/lib/pulumi-lvs/web/director"]?.content ?? "";
}

/** As keepalived 2.2 prints with which options it was built. */
function saysOf(options: string): string {
	return `cat >&2 <<end
Keepalived v2.2.7 (01/16,2022)

configure options: --enable-regex-timers

Config options:  ${options}

System options:  VSYSLOG MEMFD_CREATE IPV4_DEVCONF LIBNL3
end`;
}

const good = { exit: 0, stdout: "", stderr: "" };
const problems = (kernel: FakeKernel) =>
	kernel.run(script, "problems").stdout.split("\n").filter(Boolean);

for (const shell of shells)
	suite(`what keeps drains and checks from their effect, run by ${shell[0]}`, () => {
		test("a full disk: what is wanted is laid over all the same, and told", () => {
			using kernel = serving(shell);
			kernel.write("full", []);
			kernel.write("kept/web-director/health", [page(68, "down")]);
			assert.deepEqual(kernel.run(script, "settle"), good);
			assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 0`));
			assert.deepEqual(kernel.read("run/web-director/layers"), [
				`${rule2} 0 check`,
			]);
			assert.ok(!existsSync(kernel.path("kept/web-director/layers.new")));
			const told = [
				`what drains and checks do cannot be written to ${kernel.path("kept/web-director")}, and a reboot would lose it: No space left on device`,
			];
			assert.deepEqual(problems(kernel), told);
			const { exit, stdout } = kernel.run(script, "status");
			assert.equal(exit, 1);
			assert.ok(stdout.split("\n").includes(told[0] ?? ""), stdout);
			// what counts is what was laid last, so one that comes back is let in
			kernel.write("kept/web-director/health", [page(68, "up")]);
			assert.deepEqual(kernel.run(script, "settle"), good);
			assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 3`));
			kernel.write("kept/web-director/health", [page(68, "down")]);
			kernel.run(script, "settle");
			rmSync(kernel.path("full"));
			assert.deepEqual(kernel.run(script, "settle"), good);
			assert.deepEqual(problems(kernel), []);
			assert.deepEqual(kernel.read("kept/web-director/layers"), [
				`${rule2} 0 check`,
			]);
			assert.ok(!existsSync(kernel.path("run/web-director/layers")));
		});

		test("a full disk: what was heard in memory counts more than what is on the disk, and a start does not fail", () => {
			using kernel = serving(shell);
			kernel.write("full", []);
			kernel.write("kept/web-director/health", [page(68, "up")]);
			kernel.write("run/web-director/health", [page(68, "down")]);
			assert.deepEqual(kernel.run(script, "start"), good);
			assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 0`));
		});

		test("a keepalived whose reader is dead or stands still is reported, and starts again", async () => {
			using kernel = serving(shell);
			const keepalived = (seconds: number) => {
				const began = Date.now() / 1000 - seconds;
				kernel.write("run/web-director/health.pid", [String(process.pid)]);
				utimesSync(kernel.path("run/web-director/health.pid"), began, began);
			};
			// as its list of checks was made
			keepalived(3);
			assert.deepEqual(problems(kernel), []);
			keepalived(60);
			const told = [
				"keepalived of lvs-web-health runs, and nothing receives its results: a real server that fails stays in",
			];
			assert.deepEqual(problems(kernel), told);
			assert.match(kernel.run(script, "status").stdout, /nothing receives/);
			kernel.run(script, "heal");
			assert.ok(
				kernel
					.read("log")
					.includes("systemctl --no-block try-restart lvs-web-health"),
			);
			const reader = spawn(
				"bash",
				["-c", "sleep 30; :", kernel.path("lib/web/health")],
				{ stdio: "ignore" },
			);
			kernel.write("run/web-director/reader", [String(reader.pid)]);
			assert.deepEqual(problems(kernel), []);
			// one that a signal has stopped receives nothing
			reader.kill("SIGSTOP");
			assert.deepEqual(problems(kernel), told);
			reader.kill("SIGCONT");
			assert.deepEqual(problems(kernel), []);
			// its number is another process's by now
			kernel.write("run/web-director/reader", [String(process.pid)]);
			assert.deepEqual(problems(kernel), told);
			reader.kill();
			rmSync(kernel.path("run/web-director/health.pid"));
			assert.deepEqual(problems(kernel), []);
		});

		test("a keepalived that a signal has stopped is reported, and starts again", async (t) => {
			using kernel = serving(shell);
			// the kernel tells the name of the file that is executed
			copyFileSync("/bin/sleep", kernel.path("bin/keepalived"));
			const stopped = (signal: "SIGSTOP" | "SIGCONT") => {
				process.kill(keepalived.pid ?? 0, signal);
				return problems(kernel);
			};
			const keepalived = spawn(kernel.path("bin/keepalived"), ["60"], {
				stdio: "ignore",
			});
			t.after(() => keepalived.kill("SIGKILL"));
			await once(keepalived, "spawn");
			kernel.write("run/web-director/health-checkers.pid", [
				String(keepalived.pid),
			]);
			assert.deepEqual(problems(kernel), []);
			assert.deepEqual(stopped("SIGSTOP"), [
				"keepalived of lvs-web-health stands still, as a signal has stopped it: a real server that fails stays in. Restart it: systemctl restart lvs-web-health",
			]);
			kernel.run(script, "heal");
			assert.ok(
				kernel
					.read("log")
					.includes("systemctl --no-block try-restart lvs-web-health"),
			);
			assert.deepEqual(stopped("SIGCONT"), []);
			keepalived.kill();
			// its number is another process's by now
			const other = spawn("/bin/sleep", ["60"], { stdio: "ignore" });
			t.after(() => other.kill("SIGKILL"));
			await once(other, "spawn");
			process.kill(other.pid ?? 0, "SIGSTOP");
			kernel.write("run/web-director/health-checkers.pid", [String(other.pid)]);
			assert.deepEqual(problems(kernel), []);
		});

		test("a keepalived that keeps starting again, before it has reported all, is reported", () => {
			using kernel = serving(shell);
			kernel.write("uptime", ["1000.00 2000.00"]);
			kernel.write("run/web-director/health.pid", [String(process.pid)]);
			for (const [limit, told] of [
				[1001, 0],
				[999, 1],
			] as const) {
				kernel.write("run/web-director/unheard", [String(limit)]);
				assert.equal(
					problems(kernel).filter((line) => /keeps starting again/.test(line))
						.length,
					told,
				);
			}
		});

		test("a check wants a text in a page, and keepalived was built without looking for one: it is told", () => {
			using kernel = serving(shell);
			for (const [options, told] of [
				["NFTABLES LVS REGEX VRRP VRRP_AUTH JSON", 0],
				["NFTABLES LVS VRRP VRRP_AUTH REGEX", 0],
				["NFTABLES LVS VRRP VRRP_AUTH", 1],
				// a word that begins like it is of something else
				["NFTABLES LVS REGEX_TIMERS VRRP", 1],
			] as const) {
				kernel.program("bin/keepalived", "#!/bin/sh", saysOf(options));
				const lines = (text: string) =>
					kernel.run(text, "problems").stdout.split("\n").filter(Boolean);
				const expected = [
					"keepalived of this host cannot look for a text in a page: `text` of a check has no effect, and an error page with a good status passes. Leave `text` out, or ask by a `command`",
				].slice(0, told);
				assert.deepEqual(lines(wanting({ http: "/", text: "ok" })), expected);
				assert.deepEqual(
					lines(
						wanting({ https: "/", also: [{ page: "/login", text: "ok" }] }),
					),
					expected,
				);
				// nobody looks for a text, or a program of ours does
				assert.deepEqual(lines(script), []);
				assert.deepEqual(
					lines(
						wanting({
							https: "/",
							hostName: "www.lab.test",
							verify: true,
							text: "ok",
						}),
					),
					[],
				);
			}
			// without keepalived nothing is known of it
			rmSync(kernel.path("bin/keepalived"));
			assert.deepEqual(
				kernel.run(wanting({ http: "/", text: "ok" }), "problems").stdout,
				"",
			);
		});

		const past = Math.floor(Date.now() / 1000) - 3600;
		for (const [what, uptime, synced, layer, weight] of [
			["a clock that nobody has set", 30, "no", "drain", 0],
			["a clock that was set", 30, "yes", "drain", 3],
			["a clock that nobody sets, ten minutes later", 700, "no", "drain", 3],
			["a clock that nobody has set: it was over before", 30, "no", "", 3],
		] as const)
			test(`a drain that ends by itself and is over by ${what}`, () => {
				using kernel = serving(shell);
				kernel.write("uptime", [`${uptime}.00 1.00`]);
				kernel.program("bin/timedatectl", "#!/bin/sh", `echo ${synced}`);
				kernel.write("kept/web-director/drained", [`172.18.0.68 ${past}`]);
				kernel.write(
					"kept/web-director/layers",
					layer === "" ? [] : [`${rule2} 0 ${layer}`],
				);
				assert.deepEqual(kernel.run(script, "start"), good);
				assert.ok(
					kernel.read("ip_vs").includes(`-a ${http2} -w ${weight}`),
					kernel.read("ip_vs").join("\n"),
				);
				const timers = kernel
					.read("log")
					.filter((line) => line.startsWith("systemd-run"));
				assert.equal(timers.length, weight === 0 ? 1 : 0);
				if (weight !== 0) return;
				assert.match(timers[0] ?? "", /--on-active 60 .* drains$/);
				// then somebody sets it, and later the drain is over for good
				kernel.write("kept/web-director/drained", [
					`172.18.0.68 ${past + 7200}`,
				]);
				kernel.run(script, "drains");
				kernel.write("kept/web-director/drained", [`172.18.0.68 ${past}`]);
				kernel.run(script, "drains");
				assert.ok(kernel.read("ip_vs").includes(`-a ${http2} -w 3`));
			});
	});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { localise } from "../../../src/host/kinds/localise.ts";
import { stuckAgreement } from "../../../src/host/would-not-take.ts";
import { programDirectory } from "../../../src/model/program-directory.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { paired } from "../host/change/example.ts";
import { FakeKernel, igmpOf, ourLines, shells } from "./fake-kernel.ts";

const [, lb2] = paired.directors;
if (lb2 === undefined) throw new Error("no director");
const desired = localise(renderDirector(paired, lb2), "debian");
const text = (path: string) => desired.files[path]?.content ?? "";
const directory = programDirectory("web");
const director = text(`${directory}/director`);
const failover = text(`${directory}/failover`);
const rules = ourLines(text("/etc/ipvsadm.rules").split("\n").slice(0, -1));
const id = /^id (\d+)$/.exec(desired.syncs.master ?? "")?.[1] ?? "";

/** The script of each, with directors of other declarations. */
function directorsOf(directors: typeof paired.directors): string[] {
	return directors.map(
		(each) =>
			localise(renderDirector({ ...paired, directors }, each), "debian").files[
				`${directory}/director`
			]?.content ?? "",
	);
}

const own = "eth1 172.18.0.66/24";
const vip = "eth1 172.18.0.70/32";
const restart = "systemctl try-restart lvs-web-failover";

/** The second director after its start, when keepalived has said what it is. */
function started(
	shell: (typeof shells)[number],
	role: "MASTER" | "BACKUP" | "FAULT",
): FakeKernel {
	const kernel = new FakeKernel(shell, { addresses: [own], rules, table: [] });
	for (const key of Object.keys(desired.sysctls)) {
		const path = `sys/${key.replaceAll(".", "/")}`;
		mkdirSync(dirname(kernel.path(path)), { recursive: true });
		kernel.write(path, ["3 50"]);
	}
	kernel.write(
		"lib/web/nftables",
		text(`${directory}/nftables`).split("\n").slice(0, -1),
	);
	kernel.write("lib/web/failover.conf", [
		...text(`${directory}/failover.conf`).split("\n").slice(0, -1),
	]);
	kernel.write("lib/web/failover-hush.nft", [
		...text(`${directory}/failover-hush.nft`).split("\n").slice(0, -1),
	]);
	kernel.install("lib/web/failover", failover);
	kernel.install("lib/web/director", director);
	kernel.program(
		"bin/systemctl",
		"#!/bin/sh",
		'echo "systemctl $*" >>"$ROOT/log"',
		'case "$*" in "-q is-active "*) grep -qsx "$3" "$ROOT/units" ;; esac',
	);
	const good = (script: string, ...words: string[]) =>
		assert.deepEqual(kernel.run(script, ...words), {
			exit: 0,
			stdout: "",
			stderr: "",
		});
	good(director, "start");
	assert.deepEqual(kernel.read("addresses"), [own]);
	good(failover, "configure");
	if (role === "MASTER") kernel.write("addresses", [own, vip]);
	good(failover, "told", "INSTANCE", "web", role, "199");
	kernel.write("log", []);
	return kernel;
}

/** The daemons of the sync, as ipvsadm names them. */
const daemons = [
	`master sync daemon (mcast=eth1, syncid=${id}, maxlen=100, group=224.0.0.81, port=8848, ttl=1)`,
	`backup sync daemon (mcast=eth1, syncid=${id}, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)`,
];

/** What something else takes away or changes, of which director, and the line of `status` that tells it. `heal` puts it back. */
const losses: readonly (readonly [
	string,
	"MASTER" | "BACKUP",
	(kernel: FakeKernel) => void,
	RegExp,
])[] = [
	[
		"both daemons of the sync",
		"MASTER",
		(kernel) => kernel.write("daemons", []),
		/^master of the sync, id \d+: missing\nbackup of the sync, id \d+: missing$/m,
	],
	[
		"the daemon that tells others",
		"MASTER",
		(kernel) => kernel.write("daemons", daemons.slice(1)),
		/^master of the sync, id \d+: missing\nbackup of the sync, id \d+: at work$/m,
	],
	[
		"the daemon that hears others",
		"BACKUP",
		(kernel) => kernel.write("daemons", daemons.slice(0, 1)),
		/^master of the sync, id \d+: at work\nbackup of the sync, id \d+: missing$/m,
	],
	[
		"the number of the sync, set by hand to one that begins like it",
		"BACKUP",
		(kernel) =>
			kernel.write(
				"daemons",
				daemons.map((line) => line.replace(`=${id},`, `=${id}0,`)),
			),
		/^master of the sync, id \d+: missing$/m,
	],
	[
		"the link of the sync, set by hand",
		"BACKUP",
		(kernel) =>
			kernel.write(
				"daemons",
				daemons.map((line) => line.replace("eth1", "eth2")),
			),
		/^backup of the sync, id \d+: missing$/m,
	],
	[
		"the link of the sync, made anew under its name",
		"MASTER",
		(kernel) => kernel.write("igmp", igmpOf(["lo", "eth1"])),
		/^backup of the sync, id \d+: at work\nlink of the sync, eth1: made anew or gone since the sync began, and nothing is told or heard$/m,
	],
	[
		"the same, where another device hears the group of the sync",
		"BACKUP",
		(kernel) =>
			kernel.write("igmp", [
				...igmpOf(["lo", "eth1", "a-long-device-x"]),
				"\t\t\t\t510000E0     1 0:00000000\t\t0",
			]),
		/^link of the sync, eth1: made anew or gone /m,
	],
	[
		"the rules for packets that no connection is known of, where the VIP is",
		"MASTER",
		(kernel) => kernel.write("guard", []),
		/^nftables lvs-web-failover: missing$/m,
	],
	[
		"the same, on one that waits",
		"BACKUP",
		(kernel) => kernel.write("guard", []),
		/^nftables lvs-web-failover: missing$/m,
	],
	[
		"how often connections are told of",
		"BACKUP",
		(kernel) => kernel.write("sys/net/ipv4/vs/sync_threshold", ["3\t50"]),
		/^net\/ipv4\/vs\/sync_threshold: 3 50, not 0 0$/m,
	],
	[
		"that it balances, though it hears of others' connections",
		"BACKUP",
		(kernel) => kernel.write("sys/net/ipv4/vs/backup_only", ["1"]),
		/^net\/ipv4\/vs\/backup_only: 1, not 0$/m,
	],
];

/** Where the VIP is not what keepalived said: its role, the addresses, and the line of `status`. */
const astray: readonly (readonly [
	string,
	string | undefined,
	readonly string[],
	string,
])[] = [
	["active without it", "active 9", [own], "active, but missing"],
	["standby with it", "standby 9", [own, vip], "standby, but held"],
	["out with it", "fault 9", [own, vip], "fault, but held"],
	["without a role with it", undefined, [own, vip], "no role, but held"],
];

/** Where it is. */
const right: readonly (readonly [
	string | undefined,
	readonly string[],
	string,
])[] = [
	["active 9", [own, vip], "active"],
	["standby 9", [own], "standby"],
	["fault 9", [own], "fault"],
	[undefined, [own], "no role yet"],
];

for (const shell of shells)
	suite(`one of several directors, run by ${shell[0]}`, () => {
		const found = (
			role: string | undefined,
			addresses: readonly string[],
		): FakeKernel => {
			const kernel = started(shell, "BACKUP");
			kernel.write("run/web-director/role", role === undefined ? [] : [role]);
			kernel.write("addresses", addresses);
			return kernel;
		};

		for (const role of ["MASTER", "BACKUP", "FAULT"] as const)
			test(`after start and the word ${role} all is there, the daemons of the sync are at work, and heal changes nothing`, () => {
				using kernel = started(shell, role);
				const { exit, stdout, stderr } = kernel.run(director, "status");
				assert.deepEqual([exit, stderr], [0, ""], stdout);
				assert.deepEqual(kernel.read("daemons"), daemons);
				assert.deepEqual(kernel.run(director, "heal"), {
					exit: 0,
					stdout: "",
					stderr: "",
				});
				assert.deepEqual(kernel.read("log"), []);
			});

		for (const [role, addresses, told] of right)
			test(`vip: ${told}: nothing is wrong`, () => {
				using kernel = found(role, addresses);
				const { exit, stdout } = kernel.run(director, "status");
				assert.equal(exit, 0, stdout);
				assert.equal(stdout.split("\n")[0], `vip 172.18.0.70: ${told}`);
			});

		for (const [name, role, lose, told] of losses)
			test(`${name}: told by status, put back by heal`, () => {
				using kernel = started(shell, role);
				const guard = kernel.read("guard");
				lose(kernel);
				const { exit, stdout } = kernel.run(director, "status");
				assert.equal(exit, 1, stdout);
				assert.match(stdout, told);
				const healed = kernel.run(director, "heal");
				assert.deepEqual([healed.exit, healed.stderr], [0, ""]);
				const after = kernel.run(director, "status");
				assert.equal(after.exit, 0, after.stdout);
				assert.deepEqual(kernel.read("daemons").toSorted(), daemons.toSorted());
				assert.deepEqual(kernel.read("guard"), guard);
				// keepalived is none of this
				assert.ok(!kernel.read("log").includes(restart));
			});

		for (const [name, role, addresses, told] of astray)
			test(`${name}: told by status, and heal has keepalived begin anew, as it alone gives and takes the VIP`, () => {
				using kernel = found(role, addresses);
				kernel.program("bin/sleep", "#!/bin/sh");
				const { exit, stdout } = kernel.run(director, "status");
				assert.equal(exit, 1, stdout);
				assert.equal(stdout.split("\n")[0], `vip 172.18.0.70: ${told}`);
				const healed = kernel.run(director, "heal");
				assert.deepEqual([healed.exit, healed.stderr], [0, ""]);
				assert.deepEqual(kernel.read("log"), [restart]);
				assert.deepEqual(kernel.read("addresses"), addresses);
			});

		test("a keepalived that a signal has stopped could not take the VIP: told by status, and heal has it begin anew", async (t) => {
			using kernel = started(shell, "BACKUP");
			// the kernel tells the name of the file that is executed
			copyFileSync("/bin/sleep", kernel.path("bin/keepalived"));
			const keepalived = spawn(kernel.path("bin/keepalived"), ["60"], {
				stdio: "ignore",
			});
			t.after(() => keepalived.kill("SIGKILL"));
			await once(keepalived, "spawn");
			kernel.write("run/web-director/failover-vrrp.pid", [
				String(keepalived.pid),
			]);
			assert.equal(kernel.run(director, "status").exit, 0);
			process.kill(keepalived.pid ?? 0, "SIGSTOP");
			const { exit, stdout } = kernel.run(director, "status");
			assert.equal(exit, 1);
			assert.match(
				stdout,
				/^keepalived of lvs-web-failover stands still, .*: this director neither takes 172\.18\.0\.70 nor gives it away\. Restart it: systemctl restart lvs-web-failover$/m,
			);
			// so nobody hands the VIP to it
			assert.match(
				stuckAgreement("web", stdout.split("\n")) ?? "",
				/^keepalived of lvs-web-failover stands still/,
			);
			kernel.run(director, "heal");
			assert.deepEqual(kernel.read("log"), [
				"systemctl --no-block try-restart lvs-web-failover",
			]);
		});

		for (const role of ["standby 9", "fault 9"])
			test(`${role}, and its link has another name by now, so that it could not take the VIP: told by status, and heal has keepalived begin anew`, () => {
				using kernel = found(role, ["eth2 172.18.0.66/24"]);
				const { exit, stdout } = kernel.run(director, "status");
				assert.equal(exit, 1, stdout);
				const told =
					"keepalived of lvs-web-failover stays on eth1, and 172.18.0.66 is on eth2 by now: this director neither takes 172.18.0.70 nor gives it away. Restart it: systemctl restart lvs-web-failover";
				assert.ok(stdout.split("\n").includes(told), stdout);
				// so nobody hands the VIP to it
				assert.equal(stuckAgreement("web", stdout.split("\n")), told);
				kernel.program("bin/sleep", "#!/bin/sh");
				kernel.run(director, "heal");
				assert.deepEqual(
					kernel.read("log").filter((line) => /failover/.test(line)),
					[restart],
				);
				assert.equal(kernel.run(failover, "configure").exit, 0);
				const after = kernel.run(director, "status");
				assert.equal(after.exit, 0, after.stdout);
				// its link is gone: there is nothing to begin on
				kernel.write("addresses", []);
				assert.doesNotMatch(kernel.run(director, "status").stdout, /stays on/);
			});

		test("a VIP that is just moving is left alone", () => {
			using kernel = found("active 9", [own]);
			kernel.program(
				"bin/sleep",
				"#!/bin/sh",
				`echo "${vip}" >>"$ROOT/addresses"`,
			);
			assert.equal(kernel.run(director, "heal").exit, 0);
			assert.deepEqual(kernel.read("log"), []);
		});

		test("of two states the later one counts, also if the earlier is dealt with last", () => {
			using kernel = started(shell, "MASTER");
			const tell = (state: string) =>
				`exec "$ROOT/lib/web/failover" told INSTANCE web ${state} 199`;
			// a process keeps the time of its start when it executes another program
			kernel.program("bin/early", "#!/bin/sh", "sleep 1", tell("FAULT"));
			kernel.program("bin/late", "#!/bin/sh", tell("BACKUP"));
			const { exit } = kernel.run("early & sleep 0.2; late; wait");
			assert.equal(exit, 0);
			assert.match(kernel.read("run/web-director/role").join(), /^standby /);
		});

		for (const [what, size] of [
			["room", "size=32k"],
			["name", "nr_inodes=6"],
		])
			test(`where memory has no ${what} left, a director that gets the VIP serves, knows what it is, and says so`, () => {
				using kernel = started(shell, "BACKUP");
				kernel.install("bin/failover", failover);
				kernel.install("bin/director", director);
				kernel.program(
					"bin/full",
					"#!/bin/sh",
					'cp -r "$ROOT/run/web-director" "$ROOT/before"',
					`mount -t tmpfs -o ${size} none "$ROOT/run/web-director" || exit`,
					'cp -r "$ROOT/before/." "$ROOT/run/web-director"',
					'for i in $(seq 9); do head -c 99999 /dev/zero >"$ROOT/run/web-director/full$i"; done 2>/dev/null',
					`echo "${vip}" >>"$ROOT/addresses"`,
					"failover told INSTANCE web MASTER 199 || exit",
					"failover configure || exit",
					'cat "$ROOT/run/web-director/role"',
					"director status",
				);
				const { stdout, stderr } = kernel.run("unshare -rm full");
				assert.match(
					kernel.read("guard").join("\n"),
					/^\t\ttimeout 5s$/m,
					stderr,
				);
				assert.match(stdout, /^active \d+ *$/m);
				assert.match(stdout, /^vip 172\.18\.0\.70: active$/m);
				assert.match(stdout, /^no room is left in \S+\/run\/web-director: /m);
			});

		test("while a new state is dealt with, status and heal wait for it", () => {
			for (const verb of ["status", "heal"]) {
				using kernel = started(shell, "BACKUP");
				kernel.write("addresses", [own, vip]);
				kernel.program(
					"bin/tell",
					"#!/bin/sh",
					'exec 8<"$ROOT/run/web-director"',
					...["flock 8", ': >"$ROOT/begun"', "sleep 3"],
					'echo "active 9" >"$ROOT/run/web-director/role"',
				);
				const { exit, stdout } = kernel.run(
					`tell & until [ -e "$ROOT/begun" ]; do sleep 0.1; done; "$ROOT/lib/web/director" ${verb}`,
				);
				assert.equal(exit, 0, stdout);
				assert.ok(!kernel.read("log").includes(restart));
			}
		});

		test("what is not known is dropped for five seconds where the VIP came, and for good where it is not", () => {
			const timeouts = (role: "MASTER" | "BACKUP" | "FAULT") => {
				using kernel = started(shell, role);
				return kernel
					.read("guard")
					.filter((line) => /^\t\ttimeout /.test(line))
					.map((line) => line.trim());
			};
			assert.deepEqual(timeouts("MASTER"), ["timeout 5s"]);
			assert.deepEqual(timeouts("BACKUP"), []);
			assert.deepEqual(timeouts("FAULT"), []);
		});

		test("before the VIP goes as planned nobody opens a connection, until it went or stayed", () => {
			using kernel = started(shell, "MASTER");
			kernel.program("bin/sleep", "#!/bin/sh");
			const hushed = () => kernel.read("guard").includes("\tchain openings {");
			kernel.install("bin/failover", failover);
			const stop = () => kernel.run("MAINPID=1 failover yield");
			stop();
			assert.equal(hushed(), true);
			// keepalived is asked to give it away
			assert.deepEqual(kernel.read("run/web-director/stops"), ["1"]);
			// if it stays after all, as whoever began this was killed, clients may open connections again by themselves
			assert.match(
				kernel.read("guard").join("\n"),
				/set hushed \{\n\t\ttype ipv4_addr\n\t\tflags timeout\n\t\ttimeout 5s\n[\s\S]*ip daddr @hushed tcp flags/,
			);
			kernel.run(failover, "told", "INSTANCE", "web", "BACKUP", "199");
			assert.equal(hushed(), false);
			// it has nothing to give away
			assert.equal(kernel.run(failover, "configure").exit, 0);
			stop();
			assert.equal(hushed(), false);
			assert.deepEqual(kernel.read("run/web-director/stops"), ["0"]);
			kernel.run(failover, "told", "INSTANCE", "web", "MASTER", "199");
			kernel.program("bin/sleep", "#!/bin/sh", 'cp "$ROOT/guard" "$ROOT/seen"');
			assert.equal(kernel.run(failover, "leave").exit, 1);
			assert.ok(kernel.read("seen").includes("\tchain openings {"));
			assert.equal(hushed(), false);
		});

		test("one that cannot tell others of its connections serves all the same, and says so", () => {
			using kernel = started(shell, "MASTER");
			kernel.write("daemons", []);
			const [, script = ""] = directorsOf(
				paired.directors.map((each) => ({ ...each, syncInterface: "eth2" })),
			);
			const { exit, stderr } = kernel.run(script, "start");
			assert.equal(exit, 0, stderr);
			assert.match(stderr, /^director: connections are not told by eth2$/m);
			const { stdout, exit: wrong } = kernel.run(script, "status");
			assert.equal(wrong, 1, stdout);
			assert.match(stdout, /^master of the sync, id \d+: missing$/m);
			kernel.write("addresses", [own, vip, "eth2 10.0.0.2/24"]);
			assert.equal(kernel.run(script, "heal").exit, 0);
			assert.equal(kernel.run(script, "status").exit, 0);
		});

		test("a link of the sync that is gone is told, and its daemons begin anew when it is back", () => {
			using kernel = started(shell, "BACKUP");
			const [, script = ""] = directorsOf(
				paired.directors.map((each) => ({ ...each, syncInterface: "eth2" })),
			);
			const away = [own];
			const back = [own, "eth2 10.0.0.2/24"];
			kernel.write("addresses", back);
			assert.equal(kernel.run(script, "start").exit, 0);
			assert.equal(kernel.run(script, "status").exit, 0);
			kernel.write("addresses", away);
			kernel.write("igmp", igmpOf(["lo", "eth1"]));
			assert.match(
				kernel.run(script, "status").stdout,
				/^link of the sync, eth2: made anew or gone /m,
			);
			const { exit, stderr } = kernel.run(script, "heal");
			assert.deepEqual([exit, stderr], [1, "No such device\n"]);
			assert.match(
				kernel.run(script, "status").stdout,
				/^master of the sync, id \d+: missing$/m,
			);
			kernel.write("addresses", back);
			kernel.write("igmp", igmpOf(["lo", "eth1", "eth2"]));
			assert.equal(kernel.run(script, "heal").exit, 0);
			assert.equal(kernel.run(script, "status").exit, 0);
		});

		test("machines that write addresses the other way round: the link is no other one", () => {
			using kernel = started(shell, "MASTER");
			const there = kernel.read("igmp");
			kernel.write(
				"igmp",
				there.map((line) =>
					line.replace("510000E0", "E0000051").replace("010000E0", "E0000001"),
				),
			);
			assert.notDeepEqual(kernel.read("igmp"), there);
			assert.equal(kernel.run(director, "status").exit, 0);
		});

		test("the program that is told hears one change after the other, and none that is over by then", async () => {
			using kernel = started(shell, "BACKUP");
			const { failover: agreed } = paired;
			assert.ok(agreed);
			const telling = renderDirector(
				{ ...paired, failover: { ...agreed, tell: "/usr/local/sbin/tell" } },
				lb2,
			);
			const script = (
				localise(telling, "debian").files[`${directory}/failover`]?.content ??
				""
			).replaceAll("/usr/local/sbin/tell", kernel.path("bin/tell"));
			kernel.program("bin/logger", "#!/bin/sh");
			kernel.program(
				"bin/tell",
				"#!/bin/sh",
				'echo "begins $*" >>"$ROOT/log"',
				'until [ -e "$ROOT/go" ]; do sleep 0.05; done',
				'echo "ends $1" >>"$ROOT/log"',
				"exit 3",
			);
			kernel.write("log", []);
			const told = () => kernel.read("log").filter((line) => / /.test(line));
			const until = async (count: number) => {
				for (const end = Date.now() + 10_000; told().length < count; ) {
					assert.ok(Date.now() < end, told().join());
					await sleep(20);
				}
			};
			const becomes = (...roles: string[]) => {
				for (const role of roles)
					kernel.run(script, "told", "INSTANCE", "web", role, "199");
			};
			becomes("MASTER");
			await until(1);
			becomes("BACKUP", "MASTER", "BACKUP");
			kernel.write("go", []);
			await until(6);
			const standby = ["begins standby web 172.18.0.70", "ends standby"];
			assert.deepEqual(told(), [
				"begins active web 172.18.0.70",
				"ends active",
				...standby,
				...standby,
			]);
			await sleep(100);
			assert.match(
				kernel.read("run/web-director/told").join(),
				/^standby 3 \d+$/,
			);
		});

		test("stop ends the sync, unless another cluster has the same directors", () => {
			using kernel = started(shell, "BACKUP");
			mkdirSync(kernel.path("lib/api"));
			kernel.write("lib/api/failover", []);
			kernel.write("units", ["lvs-api-director"]);
			assert.equal(kernel.run(director, "stop").exit, 0);
			assert.deepEqual(kernel.read("daemons"), daemons);
			// it does not run
			kernel.write("units", []);
			assert.equal(kernel.run(director, "stop").exit, 0);
			assert.deepEqual(kernel.read("daemons"), []);
		});

		test("what a keepalived left that was killed is taken away", () => {
			using kernel = started(shell, "MASTER");
			// those that are opening connections have a moment for it before the address goes
			kernel.program(
				"bin/sleep",
				"#!/bin/sh",
				'cat "$ROOT/guard" "$ROOT/addresses" >"$ROOT/seen"',
			);
			assert.deepEqual(kernel.run(failover, "down"), {
				exit: 0,
				stdout: "",
				stderr: "",
			});
			const seen = kernel.read("seen");
			assert.ok(seen.includes("\tchain openings {"), seen.join("\n"));
			assert.ok(seen.includes(vip), seen.join("\n"));
			assert.deepEqual(kernel.read("addresses"), [own]);
			const { stdout } = kernel.run(director, "status");
			assert.match(stdout, /^vip 172\.18\.0\.70: no role yet$/m);
			assert.throws(() => kernel.read("guard"), /ENOENT/);
		});

		test("one of its processes was killed, and the other one says that it ends: what it was stays, until its VIP is taken away", () => {
			using kernel = started(shell, "MASTER");
			const stopped = () => {
				kernel.run(failover, "told", "INSTANCE", "web", "STOP", "199");
				return kernel.read("run/web-director/role").join();
			};
			assert.match(stopped(), /^active /);
			assert.ok(kernel.read("guard").some((line) => /timeout 5s/.test(line)));
			kernel.run(failover, "told", "INSTANCE", "web", "BACKUP", "199");
			assert.match(stopped(), /^fault /);
		});

		test("a keepalived of an earlier version is not waited for: it gives the VIP away when it ends", () => {
			using kernel = started(shell, "MASTER");
			kernel.install("bin/failover", failover);
			kernel.write("run/web-director/failover.conf", [
				"vrrp_instance web {",
				"}",
			]);
			assert.equal(kernel.run("MAINPID=1 failover yield").exit, 0);
			assert.deepEqual(kernel.read("run/web-director/stops"), ["0"]);
			assert.ok(kernel.read("guard").includes("\tchain openings {"));
		});

		test("one that was stopped, or waited, goes at once: its keepalived has left nothing", () => {
			for (const role of ["MASTER", "BACKUP"] as const) {
				using kernel = started(shell, role);
				kernel.write("addresses", [own]);
				kernel.program("bin/sleep", "#!/bin/sh", ': >"$ROOT/seen"');
				assert.equal(kernel.run(failover, "down").exit, 0);
				assert.throws(() => kernel.read("seen"), /ENOENT/);
			}
		});

		test("where the disk takes nothing a director does not leave, and its note of it stays as it was; another one agrees all the same", () => {
			using kernel = started(shell, "MASTER");
			kernel.program("bin/sleep", "#!/bin/sh");
			mkdirSync(kernel.path("kept/web-director/out.new"));
			const { exit, stderr } = kernel.run(failover, "leave");
			assert.equal(exit, 1);
			assert.match(
				stderr,
				/failover: .*out cannot be written, and 172\.18\.0\.70 stays here$/m,
			);
			assert.deepEqual(kernel.read("kept/web-director/out"), ["0"]);
			// clients may open connections again
			assert.doesNotMatch(kernel.read("guard").join("\n"), /chain openings/);
			kernel.write("kept/web-director/out", []);
			const { exit: configured } = kernel.run(failover, "configure");
			assert.equal(configured, 0);
		});

		test("one that a drill took out is in again when its machine was down meanwhile, and stays out while it was not", () => {
			using kernel = started(shell, "BACKUP");
			const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
			for (const [began, out] of [
				[boot.trim(), "1"],
				["an earlier one", "0"],
			] as const) {
				kernel.write("kept/web-director/out", ["1"]);
				kernel.write("kept/web-director/drilled", [began]);
				assert.equal(kernel.run(failover, "configure").stderr, "");
				assert.deepEqual(kernel.read("kept/web-director/out"), [out]);
			}
			assert.throws(() => kernel.read("kept/web-director/drilled"), /ENOENT/);
		});

		test("one that served alone is not out when another one joins, whatever was said before; one that begins anew among several stays out", () => {
			for (const [addresses, out, after] of [
				[[own, vip], "0", [own, "eth1 172.18.0.70/31"]],
				[[own], "1", [own]],
			] as const) {
				using kernel = started(shell, "FAULT");
				rmSync(kernel.path("run/web-director/role"));
				kernel.write("addresses", addresses);
				kernel.write("kept/web-director/out", ["1"]);
				assert.deepEqual(kernel.run(failover, "configure"), {
					exit: 0,
					stdout: "",
					stderr: "",
				});
				assert.deepEqual(kernel.read("kept/web-director/out"), [out]);
				assert.deepEqual(kernel.read("addresses"), after);
			}
		});

		test("leaving is remembered, and waited for; so is becoming active", () => {
			using kernel = started(shell, "MASTER");
			kernel.program("bin/sleep", "#!/bin/sh");
			const out = () => kernel.read("kept/web-director/out");
			assert.deepEqual(out(), ["0"]);
			assert.equal(kernel.run(failover, "active").exit, 0);
			assert.deepEqual(kernel.run(failover, "leave"), {
				exit: 1,
				stdout: "",
				stderr:
					"failover: lvs-web-failover did not give 172.18.0.70 away within 20 seconds\n",
			});
			assert.deepEqual(out(), ["1"]);
			// a start anew does not forget it
			kernel.run(failover, "configure");
			assert.deepEqual(out(), ["1"]);
			kernel.run(failover, "told", "INSTANCE", "web", "FAULT", "199");
			assert.equal(kernel.run(failover, "leave").exit, 0);
			assert.deepEqual(kernel.run(failover, "active"), {
				exit: 1,
				stdout: "",
				stderr: "failover: 172.18.0.70 did not come here within 20 seconds\n",
			});
			assert.equal(kernel.run(failover, "join").exit, 0);
			assert.deepEqual(out(), ["0"]);
		});
	});

/** As ipvsadm 1.31 prints them. */
const connections = [
	"IPVS connection entries",
	"pro expire state       source             virtual            destination",
	"TCP 14:58  ESTABLISHED 198.51.100.7:40001 172.18.0.70:80     172.18.0.67:80",
	"TCP 14:41  ESTABLISHED 198.51.100.8:40002 172.18.0.70:80     172.18.0.68:80",
	// the port of the first, at the same real server: one of both kept it
	"TCP 14:58  ESTABLISHED 198.51.100.9:40001 172.18.0.70:80     172.18.0.67:80",
	"TCP 01:12  TIME_WAIT   198.51.100.7:40003 172.18.0.70:80     172.18.0.67:80",
	// a template of persistence
	"TCP 05:00  NONE        198.51.100.7:0     172.18.0.70:80     172.18.0.67:80",
	"UDP 04:59  UDP         198.51.100.7:40004 172.18.0.70:53     172.18.0.67:53",
	"TCP 14:58  ESTABLISHED 198.51.100.7:40005 172.18.0.99:80     172.18.0.67:80",
];

for (const shell of shells)
	suite(`a director that takes over by fullnat, run by ${shell[0]}`, () => {
		const cluster = {
			...paired,
			failover: paired.failover && {
				...paired.failover,
				gateway: "172.18.0.1" as const,
			},
			services: paired.services.map((service) => ({
				...service,
				forwarding: "fullnat" as const,
			})),
		} as typeof paired;
		const script =
			localise(renderDirector(cluster, lb2), "debian").files[
				`${directory}/failover`
			]?.content ?? "";
		const told = (kernel: FakeKernel, role: string) => {
			const { exit, stderr } = kernel.run(
				script,
				...["told", "INSTANCE", "web", role, "199"],
			);
			assert.deepEqual([exit, stderr], [0, ""]);
			return kernel.read("given");
		};
		const begun = () => {
			const kernel = new FakeKernel(shell, {
				addresses: [own],
				rules,
				table: [],
			});
			mkdirSync(kernel.path("run/web-director"), { recursive: true });
			return kernel;
		};

		test("answers to open connections get their client back, one of two with the same port, and each is told once", () => {
			using kernel = begun();
			kernel.write("connections", connections);
			assert.ok(told(kernel, "BACKUP").some((line) => /@clients/.test(line)));
			assert.deepEqual(told(kernel, "MASTER"), [
				"add element ip lvs-web-failover clients { tcp . 172.18.0.67 . 80 . 40001 : 198.51.100.7, tcp . 172.18.0.68 . 80 . 40002 : 198.51.100.8, udp . 172.18.0.67 . 53 . 40004 : 198.51.100.7 }",
				"add element ip lvs-web-failover awaited { tcp . 172.18.0.67 . 80 . 40001, tcp . 172.18.0.68 . 80 . 40002, udp . 172.18.0.67 . 53 . 40004 }",
			]);
			assert.ok(
				told(kernel, "MASTER").every((line) => !/^add element/.test(line)),
			);
		});

		test("without open connections nothing is told", () => {
			using kernel = begun();
			kernel.write("connections", connections.slice(0, 2));
			assert.ok(
				told(kernel, "MASTER").every((line) => !/^add element/.test(line)),
			);
		});
	});

for (const shell of shells)
	suite(`the check of a director, run by ${shell[0]}`, () => {
		test("its exit status, what was run and since when are kept, as its user, in its time", () => {
			using kernel = new FakeKernel(shell, { addresses: [own], table: [] });
			mkdirSync(kernel.path("run/web-director"), { recursive: true });
			kernel.program(
				"bin/setpriv",
				"#!/bin/sh",
				'echo "setpriv $*" >>"$ROOT/log"',
				'exit "$(cat "$ROOT/answer")"',
			);
			const asked = (answer: string) => {
				kernel.write("answer", [answer]);
				const { exit, stdout, stderr } = kernel.run(failover, "check");
				assert.deepEqual([stdout, stderr], ["", ""]);
				const [kept = "", words] = kernel.read("run/web-director/check");
				assert.equal(words, "/usr/local/sbin/look 'way out'");
				return { exit, kept };
			};
			const first = asked("0");
			assert.equal(first.exit, 0);
			assert.match(first.kept, /^0 \d+$/);
			assert.match(
				kernel.read("log").join("\n"),
				/^setpriv --reuid=nobody --regid=\d+ --init-groups -- \/usr\/local\/sbin\/look way out$/m,
			);
			kernel.write("run/web-director/check", [
				"0 1700000000",
				"/usr/local/sbin/look 'way out'",
			]);
			assert.equal(asked("0").kept, "0 1700000000");
			const failed = asked("7");
			assert.equal(failed.exit, 7);
			assert.match(failed.kept, /^7 \d+$/);
			// another program has a time of its own
			kernel.write("run/web-director/check", ["7 1700000000", "/look"]);
			assert.notEqual(asked("7").kept, "7 1700000000");
		});

		test("with the last of so many failures, and only where the VIP is, nobody opens a connection any more", () => {
			for (const role of ["MASTER", "BACKUP"] as const) {
				using kernel = started(shell, role);
				kernel.program("bin/sleep", "#!/bin/sh");
				kernel.program(
					"bin/setpriv",
					"#!/bin/sh",
					'exit "$(cat "$ROOT/answer")"',
				);
				const hushed = (answer: string) => {
					kernel.write("answer", [answer]);
					kernel.run(failover, "check");
					return kernel.read("guard").includes("\tchain openings {");
				};
				const failures = paired.failover?.check?.failures;
				assert.equal(failures, 2);
				assert.deepEqual(["7", "0", "7", "7"].map(hushed), [
					false,
					false,
					false,
					role === "MASTER",
				]);
			}
		});
	});

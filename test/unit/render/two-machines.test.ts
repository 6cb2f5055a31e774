import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { clientTable } from "../../../src/model/client-table.ts";
import { programDirectory } from "../../../src/model/program-directory.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { twoMachines } from "../host/change/example.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";

// Two machines, each a director and a real server: what one hands to the other must not be balanced once more.

const directory = programDirectory("web");
const [lb1, lb2] = twoMachines.directors.map((each) =>
	localise(renderDirector(twoMachines, each), "debian"),
);
const [, rs2] = twoMachines.realServers.map((each) =>
	localise(renderRealServer(twoMachines, each), "debian"),
);
assert.ok(lb1 && lb2 && rs2);
const text = (name: string) =>
	({ ...lb2.files, ...rs2.files })[`${directory}/${name}`]?.content ?? "";
const linesOf = (text: string) => text.split("\n").slice(0, -1);
const director = text("director");
const failover = text("failover");
const setkernel = text("setkernel");
const rules = ourLines(linesOf(lb2.files["/etc/ipvsadm.rules"]?.content ?? ""));
const handed = lb2.failover?.handed ?? [];

const own = "eth1 172.18.0.66/24";
const vip = "eth1 172.18.0.70/32";
const onLo = "lo 172.18.0.70/32";
const peer = "52:54:00:12:34:65";

/** The second machine after the start of both its roles. */
function started(
	shell: (typeof shells)[number],
	role: "MASTER" | "BACKUP",
): FakeKernel {
	const kernel = new FakeKernel(shell, { addresses: [own], rules, table: [] });
	for (const path of [
		"net/ipv4/vs/backup_only",
		"net/ipv4/vs/sync_threshold",
		"net/ipv4/vs/sync_refresh_period",
		"net/ipv4/conf/eth1/accept_local",
	]) {
		mkdirSync(dirname(kernel.path(`sys/${path}`)), { recursive: true });
		kernel.write(`sys/${path}`, ["0"]);
	}
	kernel.write("neighbours", [`172.18.0.65 dev eth1 lladdr ${peer} REACHABLE`]);
	for (const name of ["nftables", "failover.conf", "checks"])
		kernel.write(`lib/web/${name}`, linesOf(text(name)));
	kernel.install("lib/web/failover", failover);
	kernel.install("lib/web/health", text("health"));
	const good = (script: string, ...words: string[]) =>
		assert.deepEqual(kernel.run(script, ...words), {
			exit: 0,
			stdout: "",
			stderr: "",
		});
	good(setkernel, "start");
	good(director, "start");
	good(failover, "configure");
	if (role === "MASTER") kernel.write("addresses", [own, onLo, vip]);
	good(failover, "told", "INSTANCE", "web", role, "199");
	return kernel;
}

const marking = (kernel: FakeKernel) =>
	kernel
		.read("guard")
		.filter((line) => line.includes("meta mark set"))
		.map((line) => line.trim());

test("each has a mark for what it is handed, which leads to itself alone; all have the rules of all, and no client or drain has them", () => {
	assert.equal(new Set(handed).size, 2);
	assert.deepEqual(lb1.failover?.handed, handed);
	assert.deepEqual(lb1.ipvs, lb2.ipvs);
	for (const [place, service] of handed.entries())
		assert.deepEqual(
			Object.keys(lb2.ipvs).filter((key) => key.startsWith(`${service} `)),
			[`${service} -r 172.18.0.6${5 + place}:0`],
		);
	assert.deepEqual(
		[...clientTable(lb2).keys()].filter((key) => !key.startsWith("-t ")),
		[],
	);
	const mark = Number(handed[1]?.slice("-f ".length)).toString(16);
	assert.match(failover, new RegExp(`meta mark set 0x${mark}$`, "m"));
});

test("the only director has the VIP on its link, and nothing of it as a real server", () => {
	const { directors, realServers, ...others } = twoMachines;
	const [first] = directors;
	const [server] = realServers;
	assert.ok(first && server);
	const single = {
		...others,
		directors: [first],
		realServers,
		failover: undefined,
	};
	assert.deepEqual(renderDirector(single, first).addresses, {
		"172.18.0.70/32": "link",
	});
	assert.doesNotMatch(
		Object.keys(renderDirector(single, first).ipvs).join(),
		new RegExp(handed.join("|")),
	);
	const { addresses, sysctls, directs } = renderRealServer(single, server);
	assert.deepEqual(
		{ addresses, sysctls, directs },
		{
			addresses: {},
			sysctls: {},
			directs: true,
		},
	);
});

for (const shell of shells)
	suite(`a director that serves, run by ${shell[0]}`, () => {
		test("who waits takes all that comes as handed to it; who has the VIP, only what another director sends", () => {
			using waits = started(shell, "BACKUP");
			const [all, ...more] = marking(waits);
			assert.match(all ?? "", /^ip daddr 172\.18\.0\.70 meta mark set 0x/);
			assert.deepEqual(more, []);
			assert.match(waits.read("run/web-director/role").join(), /^standby \d+$/);
			using active = started(shell, "MASTER");
			assert.match(
				marking(active).join(),
				/^ip daddr 172\.18\.0\.70 ether saddr @peers meta mark set 0x/,
			);
			assert.match(active.read("run/web-director/role").join(), /^active \d+$/);
			assert.ok(active.read("guard").includes(`\t\telements = { ${peer} }`));
		});

		test("the hardware address of another director stays known when its neighbour entry is gone", () => {
			using kernel = started(shell, "MASTER");
			kernel.write("neighbours", []);
			assert.equal(kernel.run(failover, "renew").exit, 0);
			assert.ok(kernel.read("guard").includes(`\t\telements = { ${peer} }`));
		});

		test("rules that balance never stand without the one that tells what was handed", () => {
			using kernel = started(shell, "MASTER");
			// also where nothing agrees with the other director any more
			assert.equal(kernel.run(failover, "down").exit, 0);
			assert.match(marking(kernel).join(), /^ip daddr \S+ meta mark set \S+$/);
			kernel.write("guard", []);
			kernel.program("bin/ipvsadm.real", ...kernel.read("bin/ipvsadm"));
			assert.equal(kernel.run(director, "start").exit, 0);
			assert.equal(marking(kernel).length, 1);
			assert.equal(kernel.run(director, "stop").exit, 0);
			assert.deepEqual(
				kernel.read("ip_vs").filter((line) => line.startsWith("-")),
				[],
			);
			assert.throws(() => kernel.read("guard"), /ENOENT/);
		});

		test("each role takes its own VIP away, and leaves that of the other", () => {
			using kernel = started(shell, "MASTER");
			assert.equal(kernel.run(failover, "down").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [own, onLo]);
			kernel.write("addresses", [own, onLo, vip]);
			const { exit, stdout } = kernel.run(setkernel, "status");
			assert.deepEqual(
				[exit, stdout],
				[0, "vip 172.18.0.70: held, arp: quiet\n"],
			);
			assert.equal(kernel.run(setkernel, "start").exit, 0);
			assert.equal(kernel.run(setkernel, "stop").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [own, vip]);
		});

		test("what it had on its link as the only director stays, with another prefix, until keepalived has its own or another director does", () => {
			using kernel = started(shell, "MASTER");
			const all = [own, onLo, vip];
			const aside = vip.replace("/32", "/31");
			kernel.program("bin/sleep", "exit 0");
			kernel.write("addresses", all);
			assert.equal(kernel.run(failover, "configure").exit, 0);
			assert.deepEqual(kernel.read("addresses"), all);
			kernel.write("run/web-director/role", []);
			assert.equal(kernel.run(failover, "configure").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [own, onLo, aside]);
			// keepalived has taken it
			kernel.write("addresses", [own, onLo, aside, vip]);
			assert.equal(kernel.run(failover, "settle").exit, 0);
			assert.deepEqual(kernel.read("addresses"), all);
			// nobody took it here
			kernel.write("addresses", [own, onLo, aside]);
			assert.equal(kernel.run(failover, "settle").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [own, onLo]);
			// it is stopped in between
			kernel.write("addresses", [own, onLo, aside]);
			assert.equal(kernel.run(failover, "down").exit, 0);
			assert.deepEqual(kernel.read("addresses"), [own, onLo]);
		});

		test("a drain of the machine as a real server leaves what it is handed alone", () => {
			using kernel = started(shell, "BACKUP");
			kernel.write("kept/web-director/drained", ["172.18.0.66 0"]);
			assert.equal(kernel.run(director, "settle").exit, 0);
			const weights = kernel
				.read("ip_vs")
				.filter((line) => line.includes("-r 172.18.0.66:"))
				.map((line) => line.replace(/ -r .*-w/, ""));
			assert.ok(weights.includes("-a -t 172.18.0.70:80 0"), weights.join());
			assert.ok(weights.includes(`-a ${handed[1]} 1`), weights.join());
		});
	});

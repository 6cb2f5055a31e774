import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import type { Report } from "../../src/cli/drill/report.ts";
import { LVS, type TestLab } from "./harness.ts";
import { onLab } from "./on-lab.ts";
import { onlyIn } from "./only-in.ts";

/**
 * Drills of real servers, on labs/12-health with weight 5 for rs2: what they say, and that what they did is taken back, however they end. The
 * last one takes the check out of the program, as a control. Every event is drilled by `script/campaign availability`.
 */
export function drillTests(lab: () => TestLab): void {
	const { root, good, edit, lvsctl, status } = onLab(lab);
	/** Runs a drill that must end with this exit code. */
	const drill = async (exit: number, ...words: string[]) => {
		const outcome = await lvsctl(
			...["drill", ...words, "--before", "1s", "-o", "json"],
		);
		assert.equal(outcome.exit, exit, outcome.stdout + outcome.stderr);
		const { figures, limits } = JSON.parse(outcome.stdout) as Report;
		assert.ok(figures !== undefined, outcome.stdout);
		assert.ok(figures.sent > 30, outcome.stdout);
		return { ...figures, limits };
	};
	/** Nothing of a drill is left on a machine. */
	const isAsBefore = async (machine: string) =>
		assert.equal(
			await root(
				machine,
				"systemctl list-units --all --no-legend 'lvs-drill*'; systemctl is-active apache2 lvs-web-real-server-watch; ip -o -4 address show to 172.18.0.70/32 | wc -l",
			),
			"active\nactive\n1",
		);
	/** Begins a drill that takes the VIP from rs1, and ends the program by a signal when rs1 has lost it. */
	const cutOff = async (signal: NodeJS.Signals) => {
		const words = ["drill", "real-server", "lose-vip", "rs1", "--for", "60s"];
		const child = spawn(LVS, [...words, "--before", "1s"], {
			cwd: lab().folder,
			env: lab().environment,
			detached: true,
		});
		let written = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => {
				written += chunk;
			});
		const ended = new Promise<number | null>((end) => child.once("close", end));
		await root(
			"rs1",
			'for i in $(seq 300); do [ -n "$(ip -o -4 address show to 172.18.0.70/32)" ] || exit 0; sleep 0.1; done; exit 1',
		);
		process.kill(-(child.pid ?? 0), signal);
		return { exit: await ended, written };
	};

	test(
		"an outage that is declared passes within its limits, fails beyond them, and is taken back; lvsctl check leaves it out",
		onlyIn("health"),
		async () => {
			edit("SmokeTest, spread", "outage, SmokeTest, spread");
			edit(
				'[spread({ service: "http", requests: 30 })]',
				`[
		spread({ service: "http", requests: 30 }),
		outage({ service: "http", event: "real-server stop", machine: "rs2", withinSeconds: 9, lost: 30, beforeSeconds: 1, lastsSeconds: 9, afterSeconds: 8 }),
	]`,
			);
			const up = await good("up", ".", "-o", "json");
			assert.match(up, /outage of http: real-server stop rs2/);
			assert.match(up, /[1-9]\d* of \d+ lost \(\d+ refused/);
			await isAsBefore("rs2");
			const { stdout, stderr, exit } = await lvsctl("check", "-o", "json");
			assert.equal(exit, 0, stdout + stderr);
			assert.match(stderr, /1 outage is not rehearsed; --outages does it/);
			assert.doesNotMatch(stdout, /outage/);
			// between two checks somebody always asks the one that is gone
			edit("lost: 30", "lost: 0");
			const failed = await lvsctl("up", ".");
			assert.equal(failed.exit, 1, failed.stdout + failed.stderr);
			assert.match(
				failed.stdout + failed.stderr,
				/FAILED: outage of http: real-server stop rs2[\s\S]*expected +0 lost at most, none lost that began later than 9 s/,
			);
			await isAsBefore("rs2");
			edit(/\n\t\toutage\(.*\n/, "\n");
			edit("outage, SmokeTest", "SmokeTest");
			await good("up", ".");
		},
	);

	test("a drill of a web server that stops: it is out within the time of its check, comes back, and rises slowly", async () => {
		edit('scheduler: "rr"', 'scheduler: "wrr"');
		edit('check: { http: "/" }', 'check: { http: "/", slowStartSeconds: 60 }');
		await good("up", ".", "--target", "**web-lb");
		const seen = await drill(
			0,
			...["real-server", "stop", "rs2", "--within", "7s"],
			...["--for", "9s", "--after", "8s"],
		);
		assert.ok(seen.lost.byKind.refused > 0, JSON.stringify(seen));
		assert.ok(Number(seen.targetBackAfter) >= 0, JSON.stringify(seen));
		await isAsBefore("rs2");
		const risen = async () =>
			Number(
				/-r 172\.18\.0\.68:80 -g -w (\d+)/.exec(
					await root("lb", "ipvsadm -Sn"),
				)?.[1],
			);
		const { services } = await status();
		const rs2 = services[0]?.realServers.find(({ name }) => name === "rs2");
		assert.equal(rs2?.health?.rises, true, JSON.stringify(rs2));
		const first = await risen();
		assert.ok(first < 5, `${first}`);
		const until = Date.now() + 60_000;
		while ((await risen()) <= first) assert.ok(Date.now() < until);
	});

	test(
		"Ctrl-C takes back what a drill did; after kill -9 the machine does it, and no other drill begins meanwhile",
		onlyIn("health"),
		async () => {
			const { exit, written } = await cutOff("SIGINT");
			assert.equal(exit, 130, written);
			assert.match(written, /ended early/);
			await isAsBefore("rs1");
			await cutOff("SIGKILL");
			assert.equal(
				await root("rs1", "ip -o -4 address show to 172.18.0.70/32 | wc -l"),
				"0",
			);
			// the service is well again, without rs1
			await root(
				"lb",
				"for i in $(seq 200); do ipvsadm -Sn | grep -q -e '-r 172.18.0.67:80 -g -w 0' && exit; sleep 0.1; done; exit 1",
			);
			const second = await lvsctl("drill", "real-server", "stop", "rs1");
			assert.equal(second.exit, 3, second.stdout + second.stderr);
			assert.match(second.stderr, /rs1: .*a drill runs there already/);
			assert.equal(
				await root("rs1", "systemctl is-active lvs-drill.timer"),
				"active",
			);
			// as the timer does it, and sooner
			await root("rs1", "systemctl start lvs-drill.service");
			await root("rs1", "systemctl stop lvs-drill.timer");
			await isAsBefore("rs1");
		},
	);

	test("a drill that cannot be is refused before anything is done", async () => {
		for (const [words, reason] of [
			[["real-server", "stop", "rs9"], /rs9: no such real server/],
			[["director", "split"], /lb: its cluster has no other director/],
			[["agent", "kill", "--unit", "cron"], /lb: cron is no agent of ours/],
		] as const) {
			const { exit, stderr } = await lvsctl("drill", ...words);
			assert.equal(exit, 2, stderr);
			assert.match(stderr, reason);
		}
	});

	test(
		"control: without the check requests are lost as long as it lasts, and the drill ends with 1",
		onlyIn("health"),
		async () => {
			edit(/check: \{.*\},\n/, "");
			await good("up", ".", "--target", "**web-lb");
			assert.equal(
				await root(
					"lb",
					"ls /usr/local/lib/pulumi-lvs/web/health.conf 2>&1 || :",
				),
				"ls: cannot access '/usr/local/lib/pulumi-lvs/web/health.conf': No such file or directory",
			);
			const seen = await drill(
				1,
				...["real-server", "stop", "rs2", "--within", "7s", "--held", "all"],
				...["--for", "15s", "--after", "3s"],
			);
			// each third of four a second, once the web server has stopped
			assert.ok(seen.lost.all > 10, JSON.stringify(seen));
			assert.deepEqual(
				seen.limits.map(({ kept }) => kept),
				[false, false],
			);
		},
	);
}

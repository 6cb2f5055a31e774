import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Report } from "../../src/cli/drill/report.ts";
import { command, LVS } from "./harness.ts";
import { sharedLab } from "./shared-lab.ts";

// Drills on real kernels: what they measure with health checks and without, and that what they did is taken back, however they end.

describe("drills", () => {
	const lab = sharedLab("labs/12-health");
	const root = (machine: string, script: string) =>
		lab().run(machine, "sh", "-c", script);
	const up = async (...words: string[]) => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up", ".", ...words]);
		assert.equal(exit, 0, stdout + stderr);
	};
	/** Runs a drill that must end with this exit code. */
	const drill = async (exit: number, ...words: string[]) => {
		const outcome = await lab().lvsctl(["drill", ...words, "-o", "json"]);
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
	const short = ["--for", "9s", "--after", "3s"];

	test("a web server that stops is out within the time of its check, and comes back", async () => {
		await up();
		for (const machine of ["rs1", "rs2", "rs3"])
			await root(machine, "truncate -s 5M /var/www/html/held");
		const seen = await drill(
			0,
			...["real-server", "stop", "rs2", "--within", "7s"],
		);
		assert.ok(seen.lost.byKind.refused > 0, JSON.stringify(seen));
		assert.ok(Number(seen.targetBackAfter) >= 0, JSON.stringify(seen));
		await isAsBefore("rs2");
	});

	test("one that freezes costs no request, and no download that it holds", async () => {
		const seen = await drill(
			0,
			...["real-server", "freeze", "rs2", "--download", "/held"],
			...["--lost", "0", "--held", "all", ...short],
		);
		assert.equal(seen.held.survived, 6);
		// the freeze was seen: somebody waited for its end
		assert.ok(seen.longestWait > 4, JSON.stringify(seen));
	});

	test("one that loses its VIP is out, and has it back", async () => {
		const seen = await drill(
			0,
			...["real-server", "lose-vip", "rs2", "--within", "7s", ...short],
		);
		assert.ok(seen.lost.byKind["timed out"] > 0, JSON.stringify(seen));
		assert.ok(seen.held.brokeBy.rs2, JSON.stringify(seen));
		await isAsBefore("rs2");
	});

	test("agents that are killed cost nothing", async () => {
		const seen = await drill(
			0,
			...["agent", "kill", "--lost", "0", "--held", "all", "--after", "5s"],
		);
		assert.equal(seen.outFor, undefined);
	});

	test("Ctrl-C takes back what was done; after kill -9 the machine does it, and no other drill begins meanwhile", async () => {
		const losing = ["drill", "real-server", "lose-vip", "rs1", "--for", "60s"];
		const cutOff = (signal: string) =>
			command(
				"timeout",
				["--preserve-status", "-s", signal, "20", LVS, ...losing],
				{ cwd: lab().folder, environment: lab().environment },
			);
		const ended = await cutOff("INT");
		assert.equal(ended.exit, 130, ended.stdout + ended.stderr);
		assert.match(ended.stdout, /ended early/);
		await isAsBefore("rs1");
		await cutOff("KILL");
		assert.equal(
			await root("rs1", "ip -o -4 address show to 172.18.0.70/32 | wc -l"),
			"0",
		);
		const second = await lab().lvsctl(["drill", "real-server", "stop", "rs1"]);
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
	});

	test("what cannot be is refused before anything is done", async () => {
		for (const [words, reason] of [
			[["real-server", "stop", "rs9"], /rs9: no such real server/],
			[["director", "split"], /lb: its cluster has no other director/],
			[["agent", "kill", "--unit", "cron"], /lb: cron is no agent of ours/],
		] as const) {
			const { exit, stderr } = await lab().lvsctl(["drill", ...words]);
			assert.equal(exit, 2, stderr);
			assert.match(stderr, reason);
		}
	});

	test("control: without the check requests are lost as long as it lasts, and the drill ends with 1", async () => {
		const program = join(lab().folder, "index.ts");
		const text = readFileSync(program, "utf8");
		writeFileSync(program, text.replace(/check: \{.*\},\n/, ""));
		assert.notEqual(readFileSync(program, "utf8"), text);
		await up("--target", "**web-lb");
		const seen = await drill(
			1,
			...["real-server", "stop", "rs2", "--within", "7s", "--held", "all"],
			...short,
		);
		assert.ok(seen.lost.all > 8, JSON.stringify(seen));
		assert.deepEqual(
			seen.limits.map(({ kept }) => kept),
			[false, false],
		);
	});
});

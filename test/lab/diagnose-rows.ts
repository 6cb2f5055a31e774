import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Verdicts } from "../../src/diagnose/judge.ts";
import type { Broken } from "./broken.ts";
import { type Bench, single } from "./diagnose-program.ts";
import type { TestLab } from "./harness.ts";

/** What a row said, for the table in the documentation. */
export interface Row {
	readonly broken: Broken;
	readonly said: string;
	readonly seconds: number;
}

/** What must be the same on a host before and after: nothing of an observation stays. */
const left = `ls -d /run/lvs-diagnose.* /sys/kernel/tracing/instances/lvs-* 2>/dev/null
nft list tables; cut -d' ' -f1 /proc/modules | sort; mount | grep tracefs; pgrep -x nft; :`;

/** Brings the cluster up, breaks it in one way after the other, asks, and mends it. */
export function diagnoseRows(
	lab: () => TestLab,
	rows: readonly Broken[],
	done: (row: Row) => void = () => {},
	{ machines, watched, programs }: Bench = single,
): void {
	const on = async (scripts: Readonly<Record<string, string>>) => {
		for (const [machine, script] of Object.entries(scripts))
			await lab().run(machine, "sh", "-c", script);
	};
	const leftovers = (away?: string) =>
		Promise.all(
			machines
				.filter((machine) => machine !== away)
				.map((machine) => lab().run(machine, "sh", "-c", left)),
		);
	/** Without the counters, and without the units of the watch, which are stopped. */
	const good = async () => {
		for (const words of [
			["check", "--no-diagnose"],
			["status", "-o", "json"],
		]) {
			const { exit, stdout, stderr } = await lab().lvsctl(words);
			if (words[0] === "check") assert.equal(exit, 0, stdout + stderr);
			else {
				const { hosts } = JSON.parse(stdout) as {
					hosts: { name: string; drift: string[] }[];
				};
				for (const { name, drift } of hosts)
					assert.deepEqual(
						drift.filter((line) => !line.includes("-watch.service")),
						[],
						name,
					);
			}
		}
	};
	/** Each real server had a probe, all of them good. Of a mark's ports, the probes of one may all have come to the same real server. */
	const sound = (passed: readonly string[], notes: readonly string[]) => {
		for (const server of ["rs1", "rs2"])
			assert.ok(
				passed.some((line) => line.includes(`-> ${server}: `)),
				`${server}: ${passed.join("\n")}`,
			);
		for (const line of passed) assert.match(line, /: every hop good \(/);
		for (const line of notes)
			assert.match(
				line,
				/ port \d+ -> rs\d: no probe came to it .*; its host shows nothing wrong|^lb2 is on standby, and (would serve as declared; no probe went there$|puts nothing back by itself; .*-watch\.service)/,
			);
	};
	const up = async (program: string) => {
		writeFileSync(join(lab().folder, "index.ts"), program);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		// it would mend what the rows break
		for (const machine of machines.slice(0, watched))
			await lab().run(machine, "systemctl", "stop", "lvs-web-*-watch.service");
	};

	const [usual] = Object.keys(programs);
	for (const [name, program] of Object.entries(programs)) {
		const these = rows.filter((row) => (row.program ?? usual) === name);
		if (these.length === 0) continue;
		test(`a cluster of the program ${name}`, () => up(program));

		for (const broken of these)
			test(`${broken.name}, ${broken.layout}: ${broken.breakage}`, async () => {
				let before: string[];
				let after: string[];
				let answer: Awaited<ReturnType<TestLab["lvsctl"]>>;
				let seconds: number;
				try {
					await on(broken.break);
					before = await leftovers(broken.away);
					const started = performance.now();
					answer = await lab().lvsctl([
						...["diagnose", "-o", "json"],
						...["--service", broken.service ?? "-t 10.77.0.70:80"],
					]);
					seconds = (performance.now() - started) / 1000;
					after = await leftovers(broken.away);
				} finally {
					await on(broken.mend);
				}
				const { exit, stdout, stderr } = answer;
				assert.ok(exit === 0 || exit === 1, stdout + stderr);
				const {
					findings,
					good: passed,
					notes,
				} = JSON.parse(stdout) as Verdicts;
				const lines = findings.map(({ host, cause }) => `${host}: ${cause}`);
				const said = lines[0] ?? passed[0] ?? "";
				done({ broken, said, seconds });
				assert.match(said, broken.says, stdout);
				assert.equal(exit, lines.length === 0 ? 0 : 1);
				assert.ok(lines.length <= 1, lines.join("\n"));
				if (Object.keys(broken.break).length === 0) sound(passed, notes);
				assert.deepEqual(after, before);
				// nothing is left for the next row
				await good();
			});
	}
}

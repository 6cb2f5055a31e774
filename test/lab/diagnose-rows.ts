import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Verdicts } from "../../src/diagnose/judge.ts";
import type { Broken } from "./broken.ts";
import { diagnoseProgram } from "./diagnose-program.ts";
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
): void {
	const on = async (scripts: Readonly<Record<string, string>>) => {
		for (const [machine, script] of Object.entries(scripts))
			await lab().run(machine, "sh", "-c", script);
	};
	const leftovers = () =>
		Promise.all(
			["lb", "rs1", "client"].map((machine) =>
				lab().run(machine, "sh", "-c", left),
			),
		);

	test("a cluster with a service for every way of forwarding", async () => {
		writeFileSync(join(lab().folder, "index.ts"), diagnoseProgram);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		// it would mend what the rows break
		for (const machine of ["lb", "rs1", "rs2"])
			await lab().run(machine, "systemctl", "stop", "lvs-web-*-watch.service");
	});

	for (const broken of rows)
		test(`${broken.name}, ${broken.layout}: ${broken.breakage}`, async () => {
			await on(broken.break);
			const before = await leftovers();
			const started = performance.now();
			const { exit, stdout, stderr } = await lab().lvsctl([
				...["diagnose", "-o", "json"],
				...["--service", broken.service ?? "-t 10.77.0.70:80"],
			]);
			const seconds = (performance.now() - started) / 1000;
			const after = await leftovers();
			await on(broken.mend);
			assert.ok(exit === 0 || exit === 1, stdout + stderr);
			const { findings, good } = JSON.parse(stdout) as Verdicts;
			const lines = findings.map(({ host, cause }) => `${host}: ${cause}`);
			const said = lines[0] ?? good[0] ?? "";
			done({ broken, said, seconds });
			assert.match(said, broken.says, stdout);
			assert.equal(exit, lines.length === 0 ? 0 : 1);
			assert.ok(lines.length <= 1, lines.join("\n"));
			assert.deepEqual(after, before);
		});
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ask, commit, found, root } from "./facts.ts";
import type { Measured } from "./measure.ts";
import { report } from "./report.ts";
import { roundOfLvs, roundOfScripts } from "./round.ts";
import { roundOfTwo } from "./round-of-two.ts";

// Measures what docs/measurements.md says and writes it: script/bench [ROUNDS] [-w FILE].
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		write: {
			type: "string",
			short: "w",
			default: join(root, "docs/measurements.md"),
		},
	},
});
const rounds = Number(positionals[0] ?? 3);
if (!Number.isInteger(rounds) || rounds < 1)
	throw new Error("usage: script/bench [ROUNDS, 1 or more] [-w FILE]");

const load = loadavg()[0] ?? 0;
const facts = [
	`${new Date().toISOString().slice(0, 10)}, commit ${commit()}, rounds: ${rounds}`,
	`${availableParallelism()} cores (${cpus()[0]?.model.trim()}), load average at the start ${load.toFixed(2)}`,
	`Node ${process.version}, Pulumi ${ask("pulumi", "version")}, QEMU ${found("qemu")}`,
	`acceleration: ${found("acceleration")}`,
];
if (load > 0.5) {
	const warning = `something else was running (load average ${load.toFixed(2)}): do not compare these seconds with others`;
	facts.push(`**${warning}**`);
	process.stderr.write(`${warning}\n`);
}

const measured: Measured[] = [];
const take = (one: Measured) => measured.push(one);
for (let round = 0; round < rounds; round += 1) {
	const kept = mkdtempSync(join(tmpdir(), "lvs-bench-"));
	try {
		await roundOfLvs("with the proof", kept, take);
		const state = await roundOfLvs("without it", kept, take);
		await roundOfTwo(take);
		await roundOfScripts(kept, state, take);
	} finally {
		rmSync(kept, { recursive: true, force: true });
	}
}
writeFileSync(values.write, report(measured, { rounds, facts }));

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestLab } from "../test/lab/harness.ts";
import { type Measured, measure, type Way } from "./measure.ts";

/** What a round does with the program of its lab, and how its verbs are measured. */
export function stageOf(
	lab: TestLab,
	way: Way,
	take: (measured: Measured) => void,
) {
	const program = join(lab.folder, "index.ts");
	const edit = (from: string | RegExp, to: string) => {
		const text = readFileSync(program, "utf8");
		const edited = text.replace(from, to);
		assert.notEqual(edited, text, `index.ts has ${from}`);
		writeFileSync(program, edited);
	};
	return {
		program,
		edit,
		/** Takes the smoke test out of the program. */
		withoutProof: () => {
			edit(/const proof = [\s\S]*?\n\}\);\n/, "");
			edit(/export const results .*\n/, "");
			edit("Cluster, SmokeTest, spread", "Cluster");
		},
		/** Runs and measures a verb. */
		lvsctl: async (row: string, ...words: string[]) =>
			take(await measure(lab, way, row, () => lab.lvsctl(words))),
	};
}

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { everyQuestion } from "../../../../src/host/look/every-question.ts";
import { written } from "../../ipvs/written.ts";
import { desiredOf, ownerOf, type RecordedCase } from "./recorded-case.ts";

// Each case is what a real host answered; see record.ts for how one is made.

for (const [name, { reads, probe, parse }] of everyQuestion)
	suite(name, () => {
		const folder = join(import.meta.dirname, "recorded", name);
		for (const file of readdirSync(folder)) {
			const recorded = JSON.parse(
				readFileSync(join(folder, file), "utf8"),
			) as RecordedCase;
			const { localised } = desiredOf(recorded.role);

			test(file.replace(".json", ""), () => {
				const texts = new Map(Object.entries(recorded.texts));
				assert.deepEqual(
					withoutUndefined(
						parse(
							{
								lines: recorded.lines,
								texts,
								family: "debian",
								owner: ownerOf(recorded.role),
							},
							localised,
						),
					),
					recorded.value,
				);
			});

			test(`${file.replace(".json", "")} answers the question that is asked now`, () => {
				assert.deepEqual(
					(probe?.(localised, "debian", ownerOf(recorded.role)) ?? "").split(
						"\n",
					),
					recorded.probe,
				);
				const asked = reads?.(localised, ownerOf(recorded.role)) ?? [];
				for (const path of Object.keys(recorded.texts))
					assert.ok(asked.includes(path), path);
			});
		}
	});

/** JSON has no undefined: what is missing is left out of the recorded value. */
function withoutUndefined(value: unknown): unknown {
	if (value === undefined) return undefined;
	return JSON.parse(
		JSON.stringify(value instanceof Map ? written(value) : value),
	);
}

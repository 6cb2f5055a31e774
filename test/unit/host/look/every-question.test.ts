import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { everyQuestion } from "../../../../src/host/look/every-question.ts";
import type { Family } from "../../../../src/model/family.ts";
import { written } from "../../ipvs/written.ts";
import { renderedAnywhere } from "../../render/rendered.ts";
import {
	type CaseRole,
	desiredOf,
	ownerOf,
	type RecordedCase,
} from "./recorded-case.ts";

// Each case is what a real host answered; see record.ts for how one is made. No host of the lab is of the RHEL family: what depends on
// the family has a case whose name ends in rhel, written by hand after the documents that `byHand` names.

for (const [name, { reads, probe, parse }] of everyQuestion)
	suite(name, () => {
		const folder = join(import.meta.dirname, "recorded", name);
		for (const file of readdirSync(folder)) {
			const recorded = JSON.parse(
				readFileSync(join(folder, file), "utf8"),
			) as RecordedCase;
			const { role, family = "debian" } = recorded;
			const { localised } = desiredOf(role, family);
			const owner = ownerOf(role);

			test(file.replace(".json", ""), () => {
				const texts = new Map(Object.entries(recorded.texts));
				assert.deepEqual(
					withoutUndefined(
						parse(
							{
								lines: recorded.lines,
								texts,
								family,
								owner,
							},
							localised,
						),
					),
					recorded.value,
				);
			});

			test(`${file.replace(".json", "")} answers the question that is asked now`, () => {
				assert.deepEqual(
					(probe?.(localised, family, owner) ?? "").split("\n"),
					recorded.probe,
				);
				const asked = reads?.(localised, owner) ?? [];
				for (const path of Object.keys(recorded.texts))
					assert.ok(asked.includes(path), path);
			});
		}
	});

test("what depends on the family has a case of each", () => {
	for (const [name, { reads, probe }] of everyQuestion) {
		const asked = (role: CaseRole, family: Family) => {
			const { localised } = desiredOf(role, family);
			return JSON.stringify([
				probe?.(localised, family, ownerOf(role)),
				reads?.(localised, ownerOf(role)),
			]);
		};
		const cases = readdirSync(join(import.meta.dirname, "recorded", name));
		const roles: readonly CaseRole[] = [
			...renderedAnywhere().keys(),
			"all-director",
			"all-real-server",
		];
		if (roles.some((role) => asked(role, "debian") !== asked(role, "rhel")))
			assert.ok(
				cases.some((file) => file.endsWith("rhel.json")),
				name,
			);
	}
});

/** JSON has no undefined: what is missing is left out of the recorded value. */
function withoutUndefined(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value instanceof Map ? written(value) : value),
	);
}

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

// A case is what a real host answered; see record.ts for how one is made. Where no host of the lab gave the answer, the case was written by
// hand after what `byHand` names. So it is in the RHEL family, of which the lab has no host: what depends on the family has a case whose
// name ends in rhel. So it is too for what the hosts of a lab do not have, such as programs of others.

/** File -> the case. */
function casesOf(question: string): ReadonlyMap<string, RecordedCase> {
	const folder = join(import.meta.dirname, "recorded", question);
	return new Map(
		readdirSync(folder).map((file) => [
			file,
			JSON.parse(readFileSync(join(folder, file), "utf8")) as RecordedCase,
		]),
	);
}

for (const [name, { reads, probe, parse }] of everyQuestion)
	suite(name, () => {
		for (const [file, recorded] of casesOf(name)) {
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
		const cases = [...casesOf(name).keys()];
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

test("each question has the answer of a real host", () => {
	const without = everyQuestion
		.map(([name]) => name)
		.filter((name) =>
			[...casesOf(name).values()].every(({ byHand }) => byHand !== undefined),
		);
	assert.deepEqual(without, []);
});

/** JSON has no undefined: what is missing is left out of the recorded value. */
function withoutUndefined(value: unknown): unknown {
	if (value === undefined) return undefined;
	return JSON.parse(
		JSON.stringify(value instanceof Map ? written(value) : value),
	);
}

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { units } from "../../../../src/host/kinds/units.ts";
import type { FoundUnit } from "../../../../src/host/observed.ts";
import { nothing, type UnitState } from "../../../../src/model/desired.ts";
import { atRest, clean } from "../change/example.ts";

const runs = { ...atRest, active: true };
const good = { ...runs, enabled: true };
const masked = { ...atRest, exists: false, masked: true };
const situation = (
	wanted: UnitState | undefined,
	found: FoundUnit | undefined,
) => ({
	owner: "web-website",
	desired: {
		...nothing,
		units: wanted === undefined ? {} : { apache2: wanted },
	},
	observed: {
		...clean(nothing),
		units: found === undefined ? {} : { apache2: found },
	},
});

/** What is wanted, what is found, the steps to it. */
const plans: readonly (readonly [UnitState, FoundUnit, readonly string[]])[] = [
	["enabled active", good, []],
	["enabled active", atRest, ["enable", "start"]],
	["enabled active", runs, ["enable"]],
	["enabled active", { ...good, active: false }, ["start"]],
	["enabled active", masked, ["unmask", "enable", "start"]],
	// the script of the role starts it
	["enabled", atRest, ["enable"]],
	["enabled", { ...atRest, enabled: true }, []],
	["masked", good, ["mask"]],
	["masked", masked, []],
];

/** What was found before us, what is there now, the steps back. */
const backs: readonly (readonly [
	string,
	FoundUnit | undefined,
	readonly string[],
])[] = [
	["enabled active", good, []],
	["disabled inactive", good, ["stop", "disable"]],
	["disabled active", good, ["disable"]],
	["enabled inactive", good, ["stop"]],
	["absent", good, ["stop", "disable"]],
	["masked", masked, []],
	["disabled inactive", masked, ["unmask"]],
	["disabled inactive", atRest, ["disable"]],
	// of an earlier declaration: it was not looked at
	["disabled inactive", undefined, ["stop", "disable"]],
];

suite("a unit", () => {
	for (const [wanted, found, steps] of plans)
		test(`that shall be ${wanted}, and is ${words(found)}: ${steps.join(", ") || "nothing to do"}`, () => {
			const planned = units.plan(situation(wanted, found)).steps ?? {};
			assert.deepEqual(
				Object.values(planned)
					.flat()
					.map((step) => describe(step)),
				steps.map((step) => `${step} apache2.service`),
			);
		});

	for (const [was, found, steps] of backs)
		test(`that was ${was}, and is ${found === undefined ? "not looked at" : words(found)}, goes back: ${steps.join(", ") || "nothing to do"}`, () => {
			const back = units.giveBack(
				{ apache2: was },
				situation(undefined, found),
			);
			assert.deepEqual(
				Object.values(back)
					.flat()
					.map((step) => describe(step)),
				steps.map((step) => `${step} apache2.service`),
			);
		});

	test("is noted in the words that go back", () => {
		for (const [found, noted] of [
			[undefined, "absent"],
			[{ ...atRest, exists: false }, "absent"],
			[masked, "masked"],
			[atRest, "disabled inactive"],
			[good, "enabled active"],
		] as const)
			assert.equal(
				units.noted.found("apache2", situation("enabled active", found)),
				noted,
			);
	});
});

function words({ masked, enabled, active }: FoundUnit): string {
	return masked
		? "masked"
		: `${enabled ? "enabled" : "disabled"} ${active ? "active" : "inactive"}`;
}

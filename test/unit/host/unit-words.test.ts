import assert from "node:assert/strict";
import { test } from "node:test";
import { formatUnit, parseUnit } from "../../../src/host/kinds/unit-words.ts";

test("the words of a record for a unit come back as they were", () => {
	for (const words of [
		"absent",
		"masked",
		"enabled active",
		"enabled inactive",
		"disabled active",
		"disabled inactive",
	])
		assert.equal(formatUnit(parseUnit(words)), words);
	assert.equal(formatUnit(undefined), "absent");
});

test("only an active unit is active", () => {
	const active = (words: string) => parseUnit(words).active;
	assert.ok(active("disabled active"));
	for (const words of ["disabled inactive", "masked", "absent"])
		assert.ok(!active(words), words);
});

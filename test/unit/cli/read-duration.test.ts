import assert from "node:assert/strict";
import { test } from "node:test";
import { readDuration } from "../../../src/cli/read-duration.ts";

for (const [text, seconds] of [
	["90", 90],
	["90s", 90],
	["5m", 300],
	["2h", 7200],
	["1d", 86400],
] as const)
	test(`${text} is ${seconds} s`, () =>
		assert.equal(readDuration(text), seconds));

for (const text of ["", "0", "0m", "-5m", "5 m", "5min", "1.5h", "m"])
	test(`"${text}" is no time`, () =>
		assert.throws(() => readDuration(text), /write it like "5m"/));

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readDuration } from "../../../src/cli/read-duration.ts";
import { runLvsctl } from "./run-lvsctl.ts";

const read = readDuration({ least: 1, most: 86400 });

for (const [text, seconds] of [
	["90", 90],
	["90s", 90],
	["5m", 300],
	["2h", 7200],
	["1d", 86400],
] as const)
	test(`${text} is ${seconds} s`, () => assert.equal(read(text), seconds));

for (const text of ["", "-5m", "5 m", "5min", "1.5h", "m"])
	test(`"${text}" is no time`, () =>
		assert.throws(() => read(text), /write it like "5m"/));

for (const text of ["0", "0m", "2d", "86401"])
	test(`"${text}" is out of the limits`, () =>
		assert.throws(
			() => read(text),
			/^.*: write a time from 1s to 1d$|^InvalidArgumentError: write a time from 1s to 1d$/,
		));

// a timer of more than 24 days would end at once: the event of a drill would be over before it began
suite("a time that is too long is wrong use", () => {
	for (const [words, limits] of [
		["drill up --for 30d", "1s to 10m"],
		["drill up --before 11m", "1s to 10m"],
		["drill up --after 2h", "1s to 10m"],
		["drill up --timeout 1d", "1s to 10m"],
		["drill up --within 2h", "0s to 1h"],
		["status --timeout 30d", "1s to 1h"],
		["diagnose --timeout 30d", "1s to 1h"],
		["import rules --timeout 30d", "1s to 1h"],
		["drain rs1 --for 9999999d", "1s to 366d"],
	] as const)
		test(words, async () => {
			const { exit, stderr } = await runLvsctl(words.split(" "));
			assert.match(stderr, new RegExp(`write a time from ${limits}\n`));
			assert.equal(exit, 2);
		});
});

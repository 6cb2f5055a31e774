import assert from "node:assert/strict";
import { test } from "node:test";
import { clockAhead, clockLines } from "../../../src/host/clock.ts";
import { formatSpan } from "../../../src/model/format-span.ts";

test("a clock that may be right is right, however long the look took", () => {
	for (const [there, before, after] of [
		[100, 100, 101],
		[75, 100, 101],
		[130, 100, 101],
		[150, 100, 190],
	] as const)
		assert.equal(clockAhead(there, before, after), 0);
	assert.deepEqual(clockLines(0), []);
});

test("one that is ahead or behind is told in its largest unit", () => {
	assert.equal(clockAhead(1000, 100, 101), 899);
	assert.equal(clockAhead(10, 100, 101), -90);
	assert.match(
		clockLines(259_205).join(),
		/^its clock is 3 days ahead of this machine's: .*timedatectl set-ntp true/,
	);
	assert.match(clockLines(-90).join(), /^its clock is 2 minutes behind this/);
	assert.deepEqual([1, 45, 3600].map(formatSpan), [
		"1 second",
		"45 seconds",
		"1 hour",
	]);
});

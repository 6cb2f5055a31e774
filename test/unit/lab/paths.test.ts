import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSocketPaths } from "../../../src/lab/paths.ts";

test("a socket path of 107 bytes is good, one of 108 is refused with the way out", () => {
	checkSocketPaths(["/short", "x".repeat(107)]);
	assert.throws(() => checkSocketPaths(["x".repeat(108), "/short"]), {
		name: "LabError",
		message: /LVS_STATE_HOME/,
	});
	assert.throws(() => checkSocketPaths(["é".repeat(54)]), /107/);
});

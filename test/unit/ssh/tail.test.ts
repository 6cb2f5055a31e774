import assert from "node:assert/strict";
import { test } from "node:test";
import { tail } from "../../../src/ssh/tail.ts";

test("the last lines leave out the empty ones", () => {
	assert.equal(
		tail("1\n2\n\n3\r\n4\n5\n6\n\n"),
		":\n    2\n    3\n    4\n    5\n    6",
	);
	assert.equal(tail("\n"), "");
});

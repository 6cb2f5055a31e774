import assert from "node:assert/strict";
import { test } from "node:test";
import { lasting, operationVariable } from "../../src/environment.ts";

test("what is to outlive an operation is not found when what it started is ended", () => {
	assert.deepEqual(lasting({ [operationVariable]: "one", HOME: "/root" }), {
		HOME: "/root",
	});
});

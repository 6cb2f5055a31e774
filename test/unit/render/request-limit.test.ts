import assert from "node:assert/strict";
import { test } from "node:test";
import { requestLimit } from "../../../src/render/request-limit.ts";

const gibibyte = 1_073_741_824;

for (const [value, limit] of [
	["2056M", 2056 * 1024 * 1024],
	["2G", 2 * gibibyte],
	["2097152k", 2 * gibibyte],
	["2147483648", 2 * gibibyte],
	// PHP answers what is larger than it takes, as it did
	["72M", gibibyte],
	["0", 0],
	["a lot", undefined],
] as const)
	test(`where PHP takes ${value}, the web server takes ${limit ?? "what it takes by itself"}`, () => {
		assert.equal(requestLimit([["post_max_size", value]]), limit);
	});

test("the last setting counts, and without one nothing is said", () => {
	assert.equal(
		requestLimit([
			["post_max_size", "3G"],
			["post_max_size", "2G"],
		]),
		2 * gibibyte,
	);
	assert.equal(requestLimit([["memory_limit", "2G"]]), undefined);
});

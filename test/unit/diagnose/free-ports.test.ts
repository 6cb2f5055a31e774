import assert from "node:assert/strict";
import { test } from "node:test";
import { firstFree } from "../../../src/diagnose/free-ports.ts";

test("probes get ports in a row that nobody has", () => {
	assert.equal(firstFree(new Set(), 24, 0), 61000);
	assert.equal(firstFree(new Set([80, 61003, 61020]), 24, 0), 61021);
	assert.equal(firstFree(new Set([61003]), 24, 0), 61004);
	const last = firstFree(new Set(), 24, 0.999999);
	assert.equal(last + 23, 65535);
	// from the end on it goes on at the beginning
	assert.equal(firstFree(new Set([last]), 24, 0.999999), 61000);
});

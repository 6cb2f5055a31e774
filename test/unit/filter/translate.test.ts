import assert from "node:assert/strict";
import { test } from "node:test";
import { translate } from "../../../src/filter/translate.ts";

const elsewhere = { address: (172 << 24) >>> 0, port: 8080 };

test("a packet that is sent on by a rule is forwarded, or goes to another port of the host", () => {
	const hooks = ["input"] as const;
	assert.deepEqual(translate({ hooks, fields: {} }, elsewhere).hooks, [
		"forward",
		"postrouting",
	]);
	assert.deepEqual(
		translate({ hooks, fields: {} }, { address: undefined, port: 8080 }).hooks,
		["input"],
	);
});

test("what the host itself sends is not forwarded, whatever a rule makes of its destination", () => {
	const hooks = ["output", "postrouting"] as const;
	assert.deepEqual(translate({ hooks, fields: {} }, elsewhere).hooks, [
		"postrouting",
	]);
});

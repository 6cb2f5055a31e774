import assert from "node:assert/strict";
import { test } from "node:test";
import { drained } from "../../../../../src/host/look/facts/drained.ts";
import { director } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	drained.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);

test("a drain ends when its time is over, by the clock of the host", () => {
	assert.deepEqual(parse("1000", "172.18.0.67 0", "172.18.0.68 999"), {
		"172.18.0.67": 0,
	});
	assert.deepEqual(parse("1000", "172.18.0.68 1001"), { "172.18.0.68": 1001 });
	assert.deepEqual(parse(), {});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { layers } from "../../../../../src/host/look/facts/layers.ts";
import { director } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	layers.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);

test("a mark of IPv6, whose name has one word more, is read like any service", () => {
	assert.deepEqual(
		parse(
			"-t 172.18.0.70:80 172.18.0.67:80 0 drain",
			"-f 7 172.18.0.67:0 out check",
			"-f 7 -6 [2001:db8::67]:0 3 rise",
		),
		{
			"-t 172.18.0.70:80 -r 172.18.0.67:80": { weight: 0, by: "drain" },
			"-f 7 -r 172.18.0.67:0": { weight: "out", by: "check" },
			"-f 7 -6 -r [2001:db8::67]:0": { weight: 3, by: "rise" },
		},
	);
});

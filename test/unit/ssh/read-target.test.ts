import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readTarget } from "../../../src/ssh/read-target.ts";

suite("a machine is read as ssh takes it:", () => {
	for (const [text, target] of [
		["gate", { address: "gate" }],
		["me@192.0.2.9", { address: "192.0.2.9", user: "me" }],
		["ssh://me@gate:2222", { address: "gate", user: "me", port: 2222 }],
		["[2001:db8::5]", { address: "2001:db8::5" }],
		[
			"me@[2001:db8::5]:2222",
			{ address: "2001:db8::5", user: "me", port: 2222 },
		],
		["ssh://[::1]:33", { address: "::1", port: 33 }],
		["me@[fe80::1%eth0]", { address: "fe80::1%eth0", user: "me" }],
		["me@2001:db8::5", { address: "2001:db8::5", user: "me" }],
		["[192.0.2.9]:2222", { address: "192.0.2.9", port: 2222 }],
	] as const)
		test(text, () => assert.deepEqual(readTarget(text), target));

	for (const text of [
		"",
		"me@",
		"gate:ssh",
		"gate:0",
		"gate:65536",
		"[2001:db8::5",
		"2001:db8::5]",
		"[2001:db8::5]2222",
		"[2001:db8::5]:",
		"[2001:db8::5]:65536",
		"[2001:db8::zz]",
		"[]",
		"2001:db8::zz",
	])
		test(`not "${text}"`, () => assert.equal(readTarget(text), undefined));
});

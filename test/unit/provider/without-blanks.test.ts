import assert from "node:assert/strict";
import { test } from "node:test";
import { equal } from "../../../src/host/equal.ts";
import { type Desired, nothing } from "../../../src/model/desired.ts";
import { withoutBlanks } from "../../../src/provider/without-blanks.ts";

test("state that says with blanks what there is none of reads as state that leaves it out", () => {
	const blanks = {
		...nothing,
		ownAddress: "",
		device: "",
		tables: { nftables: "", routing: 0 },
		establishedBy: "",
		script: "",
	} as Desired;
	assert.deepEqual(withoutBlanks(blanks), nothing);
	assert.ok(equal(withoutBlanks(blanks), nothing));
});

test("what there is stays", () => {
	const desired: Desired = {
		...nothing,
		ownAddress: "172.18.0.67",
		tables: { nftables: "lvs-web", routing: 20001 },
		establishedBy: "lvs-web-real-server",
	};
	assert.deepEqual(withoutBlanks(desired), desired);
});

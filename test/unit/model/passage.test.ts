import assert from "node:assert/strict";
import { test } from "node:test";
import { ownLink } from "../../../src/model/own-link.ts";
import { parseWay, someLink, towards } from "../../../src/model/passage.ts";

test("a way is read as it was written", () => {
	assert.equal(towards("172.18.0.67"), "to 172.18.0.67");
	assert.deepEqual(parseWay(towards("172.18.0.67")), {
		kind: "towards",
		address: "172.18.0.67",
	});
	assert.deepEqual(parseWay(ownLink), { kind: "own link" });
	assert.deepEqual(parseWay(someLink), { kind: "some link" });
	assert.deepEqual(parseWay("tunl0"), { kind: "device", device: "tunl0" });
});

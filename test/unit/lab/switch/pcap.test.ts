import assert from "node:assert/strict";
import { test } from "node:test";
import { pcapHeader, pcapRecord } from "../../../../src/lab/switch/pcap.ts";

test("a capture is what pcap-savefile(5) says", () => {
	assert.equal(
		pcapHeader().toString("hex"),
		"d4c3b2a1020004000000000000000000ffff000001000000",
	);
	assert.equal(
		pcapRecord(Buffer.from("abcd", "hex"), 1_700_000_000_000_123).toString(
			"hex",
		),
		`00f153657b00000002000000${"02000000"}abcd`,
	);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ForwardingTable } from "../../../../src/lab/switch/forwarding-table.ts";

const BROADCAST = 0xffffffffffff;

function frame(to: number, from: number): Buffer {
	const bytes = Buffer.alloc(60);
	bytes.writeUIntBE(to, 0, 6);
	bytes.writeUIntBE(from, 6, 6);
	return bytes;
}

const [A, B] = [0x525400000001, 0x525400000002];
let table: ForwardingTable<string>;
beforeEach(() => {
	table = new ForwardingTable();
	for (const port of ["a", "b", "c"]) table.plug(port);
});

test("an unknown destination goes to all but the sender", () => {
	assert.deepEqual(table.forward(frame(B, A), "a"), ["b", "c"]);
});

test("a known destination goes to its port alone", () => {
	table.forward(frame(A, B), "b");
	assert.deepEqual(table.forward(frame(B, A), "a"), ["b"]);
});

test("broadcast and multicast go to all, also when such an address was a source", () => {
	table.forward(frame(A, BROADCAST), "b");
	assert.deepEqual(table.forward(frame(BROADCAST, A), "a"), ["b", "c"]);
	assert.deepEqual(table.forward(frame(0x01005e000012, A), "a"), ["b", "c"]);
});

test("an address that moves to another port is found there: a VIP's takeover", () => {
	table.forward(frame(A, B), "b");
	table.forward(frame(BROADCAST, B), "c");
	assert.deepEqual(table.forward(frame(B, A), "a"), ["c"]);
});

test("what is for the port it came from is not sent back", () => {
	table.forward(frame(A, B), "b");
	assert.deepEqual(table.forward(frame(B, A), "b"), []);
});

test("an unplugged port is forgotten", () => {
	table.forward(frame(A, B), "b");
	table.unplug("b");
	assert.deepEqual(table.forward(frame(B, A), "a"), ["c"]);
});

test("a fragment of a header is dropped", () => {
	assert.deepEqual(table.forward(Buffer.alloc(13), "a"), []);
});

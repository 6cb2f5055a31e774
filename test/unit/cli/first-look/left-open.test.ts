import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOpen } from "../../../../src/cli/first-look/left-open.ts";
import { away, drifted } from "./looks.ts";

const looks = [drifted, away];
const names = (after: readonly object[]) =>
	leftOpen(
		looks,
		looks.map(({ host }, index) => ({ ...host, ...after[index] })),
	).map(({ host }) => host.name);

test("a host that up did not change is open", () => {
	assert.deepEqual(names([]), ["rs2", "rs3"]);
});

test("one that it changed is not: it was looked at", () => {
	assert.deepEqual(names([{ revision: "2" }, {}]), ["rs3"]);
	assert.deepEqual(names([{ revision: "2" }, { revision: "2" }]), []);
});

test("nor is one that is reached in another way now, or has left the declaration", () => {
	const connection = { address: "192.0.2.3", port: 2222 };
	assert.deepEqual(names([{}, { connection }]), ["rs2"]);
	assert.deepEqual(names([{}, { urn: "urn::another" }]), ["rs2"]);
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
	foundDifferent,
	noteEnd,
	noteFound,
} from "../../../src/provider/found.ts";

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "found-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const rs1 = { id: "web/real-server/rs1", revision: "a1" };
const rs2 = { id: "web/real-server/rs2", revision: "a1" };

test("the provider waits for the look at its host, and for no other", async () => {
	let ended = false;
	const first = foundDifferent(rs1, directory);
	const second = foundDifferent(rs2, directory).then((answer) => {
		ended = true;
		return answer;
	});
	noteFound(directory, rs1, true);
	assert.equal(await first, true);
	assert.equal(ended, false);
	noteFound(directory, rs2, false);
	assert.equal(await second, false);
	assert.equal(await foundDifferent(rs1, directory), true, "told again");
});

test("nobody waits for what no longer comes", async () => {
	const waiting = foundDifferent(rs1, directory);
	noteEnd(directory);
	assert.equal(await waiting, false);
	assert.equal(await foundDifferent(rs2, directory), false);
	rmSync(directory, { recursive: true });
	assert.equal(await foundDifferent(rs1, directory), false);
});

test("nobody looks in a plain pulumi up, nor at what is half-made", async () => {
	assert.equal(await foundDifferent(rs1, undefined), false);
	assert.equal(await foundDifferent({ id: rs1.id }, directory), false);
});

test("a host that was changed since is another matter", async () => {
	noteFound(directory, rs1, true);
	noteEnd(directory);
	assert.equal(
		await foundDifferent({ ...rs1, revision: "b2" }, directory),
		false,
	);
});

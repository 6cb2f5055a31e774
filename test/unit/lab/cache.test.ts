import assert from "node:assert/strict";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { ensureCached } from "../../../src/lab/cache.ts";
import { entryKind } from "../../../src/lab/cache-entries.ts";

let home: string;
const context = () => ({
	environment: { LVS_CACHE_HOME: home },
	report() {},
});
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "lvs-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test("a thing is built once, also for two who want it at the same time", async () => {
	let builds = 0;
	const want = () =>
		ensureCached(context(), "thing-1", async (staging) => {
			builds++;
			writeFileSync(join(staging, "file"), "whole");
		});
	const places = await Promise.all([want(), want()]);
	places.push(await want());
	assert.equal(builds, 1);
	for (const place of places)
		assert.equal(readFileSync(join(place, "file"), "utf8"), "whole");
});

test("a build that fails leaves nothing, and the next one succeeds", async () => {
	await assert.rejects(
		ensureCached(context(), "thing-2", async (staging) => {
			writeFileSync(join(staging, "file"), "half");
			throw new Error("no disk");
		}),
		/no disk/,
	);
	assert.deepEqual(readdirSync(home), []);
	const place = await ensureCached(context(), "thing-2", async () => {});
	assert.deepEqual(readdirSync(place), []);
});

test("what a killed build left is removed, never used", async () => {
	mkdirSync(join(home, ".staging-thing-3.Ab12cd"));
	writeFileSync(join(home, ".staging-thing-3.Ab12cd/half"), "");
	const place = await ensureCached(context(), "thing-3", async (staging) => {
		assert.deepEqual(readdirSync(staging), []);
	});
	assert.ok(existsSync(place));
	assert.deepEqual(readdirSync(home), ["thing-3"]);
});

test("only what is ours in the cache directory is listed, and can be removed", () => {
	assert.equal(entryKind("image-0123456789ab"), "image");
	assert.equal(entryKind("template-0123456789ab"), "template");
	assert.equal(entryKind("pulumi-3.259.0"), "pulumi");
	assert.equal(entryKind(".staging-image-0123456789ab.Ab12cd"), "interrupted");
	assert.equal(entryKind("pulumi-home"), undefined);
	assert.equal(entryKind("images"), undefined);
});

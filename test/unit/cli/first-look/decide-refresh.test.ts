import assert from "node:assert/strict";
import { test } from "node:test";
import {
	decideRefresh,
	lookerOf,
} from "../../../../src/cli/first-look/decide-refresh.ts";
import { away, drifted, well } from "./looks.ts";

test("who looks, by the options of the user, of which the last counts", () => {
	for (const [options, looker] of [
		["", "lvsctl"],
		["--yes --target --refreshing", "lvsctl"],
		["--refresh", "engine"],
		["-r", "engine"],
		["--refresh=true", "engine"],
		["--refresh=1", "engine"],
		["--refresh=false", "nobody"],
		["--refresh=F", "nobody"],
		["--refresh=0", "nobody"],
		["--refresh --refresh=false", "nobody"],
		["--refresh=false -r", "engine"],
	] as const)
		assert.equal(lookerOf(options.split(" ")), looker, options);
});

const up = { onlyShows: false, hasOthers: false };
const preview = { ...up, onlyShows: true };
const mixed = { ...up, hasOthers: true };

test("the engine refreshes only where something was found", () => {
	const spared = { flag: "--refresh=false", before: [] };
	assert.deepEqual(decideRefresh([well], up), spared);
	assert.deepEqual(decideRefresh([well, away], up), spared);
	for (const how of [up, preview])
		assert.deepEqual(decideRefresh([well, drifted], how), {
			flag: "--refresh",
			before: [],
		});
});

test("where a host is away, what differs is refreshed by itself, and by a preview not at all", () => {
	assert.deepEqual(decideRefresh([drifted, away, well], up), {
		flag: "--refresh=false",
		before: ["urn::rs2"],
	});
	assert.deepEqual(decideRefresh([drifted, away], preview), {
		flag: "--refresh=false",
		before: [],
	});
});

test("resources of others are refreshed by a preview alone, and nothing is said of an empty stack", () => {
	const asItIs = { flag: undefined, before: [] };
	assert.deepEqual(decideRefresh([], up), asItIs);
	assert.deepEqual(decideRefresh([well], mixed), asItIs);
	assert.deepEqual(decideRefresh([well, drifted], mixed), {
		flag: undefined,
		before: ["urn::rs2"],
	});
	assert.deepEqual(
		decideRefresh([drifted], { onlyShows: true, hasOthers: true }),
		{ flag: "--refresh", before: [] },
	);
});

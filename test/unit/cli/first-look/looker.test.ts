import assert from "node:assert/strict";
import { test } from "node:test";
import { lookerOf } from "../../../../src/cli/first-look/looker.ts";

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

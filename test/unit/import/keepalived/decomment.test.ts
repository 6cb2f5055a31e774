import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { decomment } from "../../../../src/import/keepalived/decomment.ts";

suite("a comment of keepalived.conf", () => {
	for (const [line, left] of [
		["  weight 1", "weight 1"],
		["# all of it", ""],
		["\t! all of it", ""],
		["weight 1# at once", "weight 1"],
		["weight 1 ! after a blank", "weight 1"],
		['misc_path "/a #b !c" # d', 'misc_path "/a #b !c"'],
		["auth_pass a\\#b\\!c#d", "auth_pass a#b!c"],
		['regex "a\\"#b" # c', 'regex "a\\"#b"'],
		["$X= \\  ", "$X= \\"],
	] as const)
		test(`is taken from: ${line}`, () => {
			assert.equal(decomment(line), left);
		});
});

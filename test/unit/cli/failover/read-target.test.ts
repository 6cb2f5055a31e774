import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readTarget } from "../../../../src/cli/failover/read-target.ts";
import { run } from "../../../../src/cli/run.ts";

suite("a director and a folder", () => {
	for (const [words, director, folder] of [
		["", undefined, "."],
		["lb2", "lb2", "."],
		["lb2 labs/a", "lb2", "labs/a"],
		["labs/a", undefined, "labs/a"],
		["..", undefined, ".."],
	] as const)
		test(`of "${words}"`, () => {
			assert.deepEqual(readTarget(words.split(" ").filter(Boolean)), {
				director,
				folder,
			});
		});

	test("standby of a folder alone is wrong use, and says what is missing", async () => {
		await assert.rejects(run(["standby", "labs/13-failover"]), {
			name: "UsageError",
			message:
				"labs/13-failover: this is a folder, and no director is named; write it before: lvsctl standby lb1 labs/13-failover",
		});
	});
});

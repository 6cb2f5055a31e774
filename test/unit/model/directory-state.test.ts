import assert from "node:assert/strict";
import { test } from "node:test";
import {
	formatDirectoryState,
	parseDirectoryState,
} from "../../../src/model/directory-state.ts";

test("how a directory must be is read as it was written", () => {
	for (const [need, written] of [
		["any", "any"],
		[{ mode: "755", owner: "root:root" }, "755 root:root"],
		// names of a directory service have spaces
		[{ mode: "700", owner: "ann:domain users" }, "700 ann:domain users"],
	] as const) {
		assert.equal(formatDirectoryState(need), written);
		assert.deepEqual(parseDirectoryState(written), need);
	}
});

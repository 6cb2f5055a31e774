import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { routingPattern, tablesOf } from "../../../src/model/tables.ts";

test("the pattern has the number of every cluster's routing table, and no others", () => {
	const pattern = new RegExp(`^${routingPattern}$`);
	fc.assert(
		fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/), (cluster) => {
			assert.match(String(tablesOf(cluster).routing), pattern);
		}),
	);
	for (const number of ["19999", "30000", "2000", "200000"])
		assert.doesNotMatch(number, pattern);
});

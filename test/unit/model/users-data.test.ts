import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
	formatUsersThing,
	isDatabase,
	parseUsersThing,
	type UsersThing,
} from "../../../src/model/users-data.ts";

const things: fc.Arbitrary<UsersThing> = fc.record(
	{
		kind: fc.constantFrom("database", "directory"),
		name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/),
	},
	{ noNullPrototype: true },
);

test("users' data that is written is read as it was", () => {
	fc.assert(
		fc.property(things, (thing) => {
			assert.deepEqual(parseUsersThing(formatUsersThing(thing)), thing);
		}),
	);
});

test("a database is told from a directory, whatever their names", () => {
	assert.ok(isDatabase("database directory"));
	assert.ok(!isDatabase("directory database"));
	assert.ok(!isDatabase("databases shop"));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPath } from "../../../src/model/path.ts";

for (const [keys, text] of [
	[[], "declaration"],
	[["vip"], "vip"],
	[["realServers", "rs-1", "weight"], "realServers.rs-1.weight"],
	[["realServers", "web 1", "weight"], 'realServers["web 1"].weight'],
	[["services", 'a"b'], 'services["a\\"b"]'],
	[["services", "a.b"], 'services["a.b"]'],
	[["services", ""], 'services[""]'],
	[["services", "1"], "services[1]"],
	[["services", "1a"], 'services["1a"]'],
] as const) {
	test(`path ${text}`, () => assert.equal(formatPath(keys), text));
}

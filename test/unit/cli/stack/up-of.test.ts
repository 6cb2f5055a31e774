import assert from "node:assert/strict";
import { test } from "node:test";
import { upOf } from "../../../../src/cli/stack/open-stack.ts";

test("the command that is shown can be typed, whatever the folder is called", () => {
	const prod = { folder: "/x", name: "prod", environment: {} };
	assert.equal(upOf("labs/02-dr", prod), "lvsctl up labs/02-dr --stack prod");
	assert.equal(upOf("my lab", prod), "lvsctl up 'my lab' --stack prod");
});

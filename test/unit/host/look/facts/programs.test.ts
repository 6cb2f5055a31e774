import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { programs } from "../../../../../src/host/look/facts/programs.ts";
import type { Desired } from "../../../../../src/model/desired.ts";
import { director } from "../../change/example.ts";

/** What the question says of this machine. */
function found(change: Partial<Desired>) {
	const desired = { ...director, ...change };
	const probe = programs.probe?.(desired, "debian", "web-director") ?? "";
	const { stdout, stderr } = spawnSync("sh", ["-c", probe], {
		encoding: "utf8",
	});
	assert.equal(stderr, "");
	const lines = stdout.split("\n");
	return programs.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		desired,
	);
}

test("a user who is not there is told beside a program that is not", () => {
	assert.deepEqual(
		found({
			programs: { "/no/such/program": "check.command" },
			runAs: { root: "check.runAs", "lvs-no-such-user": "check.runAs" },
		}),
		{
			"/no/such/program": "is not there",
			"lvs-no-such-user": "is no user",
		},
	);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
	exitOf,
	formatVerdicts,
} from "../../../../src/cli/diagnose/format-verdicts.ts";
import type { Verdicts } from "../../../../src/diagnose/judge.ts";

const none: Verdicts = { findings: [], good: [], notes: [], unseen: [] };
const finding = {
	host: "rs1",
	hop: "lb -> rs1",
	cause: "nobody listens",
	wayOut: "Start it.",
	evidence: ["client sends", "lb forwards"],
};
const good = ["-t 172.18.0.70:80 -> rs1: every hop good"];

test("the cause comes first, then what shows it, then the way out", () => {
	assert.equal(
		formatVerdicts({
			...none,
			findings: [finding],
			good,
			notes: ["rs2 was not asked"],
		}),
		`rs1: nobody listens
  hop: lb -> rs1
  saw: client sends
  saw: lb forwards
  way out: Start it.
-t 172.18.0.70:80 -> rs1: every hop good
note: rs2 was not asked`,
	);
});

test("where nothing was asked, that is said", () => {
	assert.equal(
		formatVerdicts(none),
		"nothing was asked: the cluster has no service that a client can ask",
	);
});

test("the exit code tells a cause from what was not seen, and that from all good", () => {
	for (const [verdicts, exit] of [
		[{ findings: [finding], good, unseen: ["rs2"] }, 1],
		[{ good, unseen: ["rs2"] }, 3],
		[{}, 3],
		[{ good }, 0],
	] as const)
		assert.equal(exitOf({ ...none, ...verdicts }), exit);
});

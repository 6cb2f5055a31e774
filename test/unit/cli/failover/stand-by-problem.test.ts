import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	standByProblem,
	takeDownProblem,
} from "../../../../src/cli/failover/stand-by-problem.ts";
import { directors, haltedLine, type State, vip } from "./directors.ts";

const out = (name: string) => ({
	path: name,
	message: `it is out already, and the end of the drill would let it in; first end that: lvsctl standby ${name} --end`,
});
const nobody = (why: string) => ({
	path: "directors",
	message: `no other director is ready to have ${vip}, and nothing was changed. ${why}`,
});

suite("a director is put out and let in again", () => {
	for (const [why, found, name, expected] of [
		["it can be", { lb1: "active", lb2: "standby" }, "lb1", undefined],
		[
			"a standby can be too",
			{ lb1: "active", lb2: "standby" },
			"lb2",
			undefined,
		],
		["it is out", { lb1: "out", lb2: "active" }, "lb1", out("lb1")],
		[
			"it is out, and has it all the same",
			{ lb1: "out, has it", lb2: "standby" },
			"lb1",
			out("lb1"),
		],
		[
			"nobody could take over",
			{ lb1: "out", lb2: "active" },
			"lb2",
			nobody("lb1: it is taken out; lvsctl standby lb1 --end"),
		],
	] as const satisfies readonly (readonly [
		string,
		Readonly<Record<string, State>>,
		string,
		object | undefined,
	])[])
		test(why, () => {
			assert.deepEqual(standByProblem(directors(found), name), expected);
		});
});

suite("a director is taken down by a failure that is rehearsed", () => {
	for (const [why, found, name, expected] of [
		["another one has it", { lb1: "standby", lb2: "active" }, "lb1", undefined],
		["another one waits", { lb1: "active", lb2: "standby" }, "lb1", undefined],
		[
			"it is out itself, which the end does not change",
			{ lb1: "out", lb2: "active" },
			"lb1",
			undefined,
		],
		[
			"the other one is out",
			{ lb1: "active", lb2: "out" },
			"lb1",
			nobody("lb2: it is taken out; lvsctl standby lb2 --end"),
		],
		[
			"a link of the other one is down",
			{ lb1: "active", lb2: "fault" },
			"lb1",
			nobody("lb2: one of its links is down"),
		],
		[
			"the keepalived of the other one stands still",
			{ lb1: "active", lb2: "halted" },
			"lb1",
			nobody(`lb2: ${haltedLine}`),
		],
		[
			"every real server fails its check at the other one",
			{ lb1: "active", lb2: "dark" },
			"lb1",
			nobody(
				"lb2: every real server of -t 172.18.0.70:80 fails its check there, and not every one on lb1; lvsctl status says why",
			),
		],
		[
			"the other one does not agree with it",
			{ lb1: "active", lb2: "not agreeing" },
			"lb1",
			nobody("lb2: lvs-web-failover does not run there; run up"),
		],
	] as const satisfies readonly (readonly [
		string,
		Readonly<Record<string, State>>,
		string,
		object | undefined,
	])[])
		test(why, () => {
			assert.deepEqual(takeDownProblem(directors(found), name), expected);
		});
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readLoad } from "../../../src/drill/read-load.ts";

suite("the lines of a drill's load", () => {
	test("a request that was answered, with the real server that it names", () => {
		assert.deepEqual(
			readLoad("begun 1 100.25\nanswered 1 0 rs1 200 0.124 13 \n").requests,
			[{ at: 100.25, answer: { took: 0.124, why: "curl exit 0", by: "rs1" } }],
		);
	});

	for (const [line, lost, why] of [
		[
			"7 - 000 0.002 0 Couldn't connect to server (refused)",
			"refused",
			"Couldn't connect to server (refused)",
		],
		["7 - 000 3.1 0 No route to host", "other", "No route to host"],
		["7 - 000 0.002 0", "refused", "curl exit 7"],
		["28 - 000 15.0 0 Operation timed out", "timed out", "Operation timed out"],
		["52 - 000 0.1 0 Empty reply", "reset", "Empty reply"],
		["56 rs1 200 0.1 0 Recv failure", "reset", "Recv failure"],
		["0 rs1 503 0.1 0", "wrong status", "503"],
		["6 - 000 0 0 Could not resolve host", "other", "Could not resolve host"],
	] as const)
		test(`lost: ${line}`, () => {
			const [request] = readLoad(`begun 1 5.00\nanswered 1 ${line}`).requests;
			assert.equal(request?.answer?.lost, lost);
			assert.equal(request?.answer?.why, why);
		});

	test("a redirection is an answer", () => {
		const [request] = readLoad(
			"begun 1 5.00\nanswered 1 0 - 301 0.1 0",
		).requests;
		assert.equal(request?.answer?.lost, undefined);
	});

	test("what has not ended yet, and a line that was cut off", () => {
		assert.deepEqual(
			readLoad("begun 1 100.25\nbegun 2 100.50\nopened 1.1 99.00\nans"),
			{ requests: [{ at: 100.25 }, { at: 100.5 }], held: [{ from: 99 }] },
		);
	});

	for (const [line, whole] of [
		["120.00 0 rs1 1 5 5", true],
		["120.00 0 rs1 1 5 6", true],
		// the last one was never answered
		["120.00 0 rs1 1 5 4", false],
		// the far side ended it
		["120.00 0 rs1 0 5 5", false],
		["120.00 56 rs1 1 5 5", false],
	] as const)
		test(`a held connection: ${line}`, () => {
			assert.deepEqual(readLoad(`opened 1.1 99.00\nclosed 1.1 ${line}`).held, [
				{ from: 99, end: { at: 120, whole }, by: "rs1" },
			]);
		});
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Drained } from "../../../../src/cli/drain/drain-real-server.ts";
import { formatDrained } from "../../../../src/cli/drain/format-drained.ts";
import { parseDrainChange } from "../../../../src/host/operations/drain.ts";

suite("what drain and undrain did", () => {
	const forEver = { seconds: undefined };
	const drained: Drained = {
		realServer: "rs1",
		address: "172.18.0.67",
		cluster: "web",
		director: "lb",
		drained: true,
		wasDrained: false,
		services: [
			{ service: "-t 172.18.0.70:80", active: 3, persistent: 0 },
			{ service: "-t 172.18.0.70:443", active: 0, persistent: 2 },
		],
	};
	for (const [name, change, text] of [
		[
			"drained until somebody ends it",
			{},
			"rs1 (172.18.0.67) is drained on lb, cluster web, until lvsctl undrain rs1",
		],
		[
			"drained once more, for a time",
			{ wasDrained: true, until: "2026-01-01T00:05:00.000Z" },
			"rs1 (172.18.0.67) is drained on lb, cluster web, until 2026-01-01T00:05:00.000Z (it was drained before)",
		],
	] as const)
		test(name, () => {
			assert.equal(
				formatDrained({ ...drained, ...change }, "rs1", forEver),
				`${text}
  -t 172.18.0.70:80: 3 still open
  -t 172.18.0.70:443: 0 still open, 2 clients kept by persistence`,
			);
		});

	for (const [wasDrained, text] of [
		[true, "rs1 (172.18.0.67) is no longer drained on lb, cluster web"],
		[false, "rs1 (172.18.0.67) was not drained on lb, cluster web"],
	] as const)
		test(text, () => {
			assert.equal(
				formatDrained(
					{ ...drained, drained: false, wasDrained },
					"rs1",
					"lift",
				),
				text,
			);
		});

	for (const [how, done, verb] of [
		[forEver, "drained", "drain"],
		["lift", "undrained", "undrain"],
	] as const)
		test(`a director that is away could not be ${done}`, () => {
			assert.equal(
				formatDrained(
					{ cluster: "web", director: "lb1", away: "lb1: connect: silence" },
					"rs1",
					how,
				),
				`rs1 could NOT be ${done} on lb1, cluster web; run lvsctl ${verb} rs1 again when it answers: lb1: connect: silence`,
			);
		});

	test("is read from the director's answer", () => {
		for (const [answer, wasDrained] of [
			["now 1000\n", false],
			["now 1000\nbefore 0\n", true],
			["now 1000\nbefore 1001\n", true],
			["now 1000\nbefore 999\nother words\n", false],
		] as const)
			assert.deepEqual(parseDrainChange(answer), { now: 1000, wasDrained });
	});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { healthLines } from "../../../src/host/health-lines.ts";

const rule = "-t 172.18.0.70:80 -r 172.18.0.67:80";
const checks = {
	"172.18.0.67:80/dr/http": {
		realServer: "rs1",
		asks: "GET http://172.18.0.70:80/: 200",
		outSeconds: 6,
		rules: [rule],
	},
};
const health = {
	"172.18.0.67:80/dr/http": {
		verdict: "down",
		since: 1795850056,
		why: "status 503",
	},
} as const;

test("a real server that fails is told, and whether it gets new connections", () => {
	const began = "rs1: fails its check since 2026-11-28T07:14:16.000Z, and";
	const asked = "(GET http://172.18.0.70:80/: 200): status 503";
	assert.deepEqual(
		healthLines(
			{ checks },
			{ health, layers: { [rule]: { weight: 0, by: "check" } } },
		),
		[`${began} gets no new connections ${asked}`],
	);
	assert.deepEqual(healthLines({ checks }, { health, layers: {} }), [
		`${began} stays in, as all others fail too ${asked}`,
	]);
});

test("one that passes is not told", () => {
	const passes = {
		"172.18.0.67:80/dr/http": { verdict: "up", since: 1, why: "" },
	} as const;
	assert.deepEqual(healthLines({ checks }, { health: passes, layers: {} }), []);
});

test("one that is new and awaited is told", () => {
	const awaited = {
		"172.18.0.67:80/dr/http": { verdict: "awaited", since: 0, why: "" },
	} as const;
	assert.deepEqual(
		healthLines(
			{ checks },
			{ health: awaited, layers: { [rule]: { weight: 0, by: "check" } } },
		),
		[
			"rs1: is new, and gets no new connections before it passes its check (GET http://172.18.0.70:80/: 200)",
		],
	);
});

test("what keeps checks from their effect is told", () => {
	assert.deepEqual(
		healthLines(
			{ checks },
			{ health: {}, layers: {}, agentProblems: ["nobody hears"] },
		),
		["nobody hears"],
	);
});

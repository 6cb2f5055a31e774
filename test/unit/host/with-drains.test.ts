import assert from "node:assert/strict";
import { test } from "node:test";
import { live } from "../../../src/host/change/live.ts";
import { plan } from "../../../src/host/change/plan.ts";
import { formatDrainEnd, parseDrainEnd } from "../../../src/host/drain-ends.ts";
import { drained } from "../../../src/host/look/facts/drained.ts";
import { withDrains } from "../../../src/host/with-drains.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { clean, director } from "./change/example.ts";
import { applyToModel } from "./change/model-host.ts";

const rs1 = "-t 172.18.0.70:80 -r 172.18.0.67:80";
const rs2 = "-t 172.18.0.70:80 -r 172.18.0.68:80";
const parse = (...lines: string[]) =>
	drained.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);

test("a drain that an operator asked for is weight 0, whatever is declared", () => {
	const { ipvs } = withDrains(director, { "172.18.0.67": "when lifted" });
	assert.equal(ipvs[rs1], "-g -w 0");
	assert.equal(ipvs[rs2], "-g -w 3");
	assert.equal(director.ipvs[rs1], "-g -w 2");
});

test("up keeps it, and refresh shows no drift", () => {
	const host = applyToModel(
		director,
		clean(director),
		plan("web-director", director, clean(director)),
	);
	const after = {
		...host,
		drained: { "172.18.0.67": "when lifted" } as const,
		ipvs: new Map([...host.ipvs, ...parseTable({ [rs1]: "-g -w 0" })]),
	};
	const wanted = withDrains(director, after.drained);
	assert.deepEqual(plan("web-director", wanted, after), []);
	assert.deepEqual(live(director, after).ipvs, director.ipvs);
});

test("a drain ends when its time is over, by the clock of the host", () => {
	assert.deepEqual(parse("1000", "172.18.0.67 0", "172.18.0.68 999"), {
		"172.18.0.67": "when lifted",
	});
	assert.deepEqual(parse("1000", "172.18.0.68 1001"), { "172.18.0.68": 1001 });
	assert.deepEqual(parse(), {});
});

test("an end is read as it was written", () => {
	for (const [end, written] of [
		["when lifted", 0],
		[1800000000, 1800000000],
	] as const) {
		assert.equal(formatDrainEnd(end), written);
		assert.equal(parseDrainEnd(String(written)), end);
	}
});

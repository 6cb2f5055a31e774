import assert from "node:assert/strict";
import { test } from "node:test";
import { live } from "../../../src/host/change/live.ts";
import { plan } from "../../../src/host/change/plan.ts";
import { layers } from "../../../src/host/look/facts/layers.ts";
import { withLayers } from "../../../src/host/with-layers.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { clean, director } from "./change/example.ts";
import { applyToModel } from "./change/model-host.ts";

const rs1 = "-t 172.18.0.70:80 -r 172.18.0.67:80";
const rs2 = "-t 172.18.0.70:80 -r 172.18.0.68:80";
test("a drain that an operator asked for is weight 0, whatever is declared", () => {
	const { ipvs } = withLayers(director, {
		drained: { "172.18.0.67": 0 },
		layers: {},
	});
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
		drained: { "172.18.0.67": 0 },
		ipvs: new Map([...host.ipvs, ...parseTable({ [rs1]: "-g -w 0" })]),
	};
	assert.deepEqual(plan("web-director", director, after), []);
	assert.deepEqual(live(director, after).ipvs, director.ipvs);
});

test("a real server that fails its check has weight 0, or is not in the table, and neither is drift", () => {
	const host = applyToModel(
		director,
		clean(director),
		plan("web-director", director, clean(director)),
	);
	const ipvs = new Map([...host.ipvs, ...parseTable({ [rs1]: "-g -w 0" })]);
	ipvs.delete(rs2);
	const after = {
		...host,
		ipvs,
		layers: {
			[rs1]: { weight: 0, by: "check" },
			[rs2]: { weight: "out", by: "check" },
		},
	} as const;
	assert.deepEqual(plan("web-director", director, after), []);
	assert.deepEqual(live(director, after).ipvs, director.ipvs);
	// a weight that no layer explains is drift all the same
	const byHand = {
		...after,
		ipvs: new Map([...ipvs, ...parseTable({ [rs1]: "-g -w 5" })]),
	};
	assert.equal(live(director, byHand).ipvs[rs1], "-g -w 5");
	// and so is a rule that should be out
	const back = { ...after, ipvs: host.ipvs };
	assert.notDeepEqual(plan("web-director", director, back), []);
});

test("the layers are read as the director's script notes them", () => {
	assert.deepEqual(
		layers.parse(
			{
				lines: [
					"-t 172.18.0.70:80 172.18.0.67:80 0 drain",
					"-t 172.18.0.70:80 172.18.0.68:80 out check",
					"torn line",
				],
				texts: new Map(),
				family: "debian",
				owner: "web-director",
			},
			director,
		),
		{
			[rs1]: { weight: 0, by: "drain" },
			[rs2]: { weight: "out", by: "check" },
		},
	);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { drainProblems } from "../../../../src/cli/status/drain-problems.ts";
import { nothing } from "../../../../src/model/desired.ts";

const address = "172.18.0.67";
const director = (
	name: string,
	drained: readonly string[],
	unseen?: string,
) => ({
	host: {
		component: "web",
		role: "director" as const,
		name,
		desired: {
			...nothing,
			ipvs: {
				"-t 172.18.0.70:80": "-s rr",
				[`-t 172.18.0.70:80 -r ${address}:80`]: "-g -w 1",
			},
		},
	},
	found: {
		drained: Object.fromEntries(
			drained.map((each) => [each, "when lifted" as const]),
		),
		...(unseen === undefined ? {} : { unseen }),
	},
});
const rs1 = {
	host: {
		component: "web",
		role: "real-server" as const,
		name: "rs1",
		desired: { ...nothing, ownAddress: address },
	},
	found: { drained: {} },
};

test("a director that joined does not know of a drain", () => {
	assert.deepEqual(
		drainProblems([director("lb1", [address]), director("lb2", []), rs1]),
		[
			"cluster web: rs1 is drained on lb1 and not on lb2, which sends it new connections when it has the VIP. Make both agree: lvsctl drain rs1, or lvsctl undrain rs1",
		],
	);
});

for (const [name, ...all] of [
	["both drain it", director("lb1", [address]), director("lb2", [address])],
	[
		"the other was not seen",
		director("lb1", [address]),
		director("lb2", [], "away"),
	],
	["it is the only one", director("lb1", [address])],
	[
		"nobody balances it any more",
		director("lb1", ["172.18.0.9"]),
		director("lb2", []),
	],
] as const)
	test(`nothing is said where ${name}`, () => {
		assert.deepEqual(drainProblems([...all, rs1]), []);
	});

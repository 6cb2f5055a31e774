import assert from "node:assert/strict";
import { test } from "node:test";
import { formatHandedOver } from "../../../../src/cli/failover/format-handed-over.ts";

const web = { cluster: "web", vip: "172.18.0.70" };

for (const [from, to, out, expected] of [
	["lb1", "lb2", undefined, "lb2 has 172.18.0.70 now; lb1 had it"],
	[undefined, "lb2", undefined, "lb2 has 172.18.0.70 now; nobody had it"],
	["lb2", "lb2", undefined, "lb2 has 172.18.0.70 already"],
	[
		"lb1",
		"lb2",
		"lb1",
		"lb1 is out until lvsctl standby lb1 --end; lb2 has 172.18.0.70 now; lb1 had it",
	],
	[
		"lb2",
		"lb2",
		"lb1",
		"lb1 is out until lvsctl standby lb1 --end; lb2 has 172.18.0.70",
	],
] as const)
	test(`of a hand-over: ${expected}`, () => {
		assert.equal(
			formatHandedOver({
				...web,
				from,
				to,
				...(out === undefined ? {} : { out }),
			}),
			`cluster web: ${expected}`,
		);
	});

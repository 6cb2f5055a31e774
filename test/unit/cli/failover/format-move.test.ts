import assert from "node:assert/strict";
import { test } from "node:test";
import {
	formatHandedOver,
	formatLetIn,
} from "../../../../src/cli/failover/format-move.ts";
import { nothing } from "../../../../src/model/desired.ts";

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

const later = { names: ["lb2", "lb3"], silentSeconds: 3 };

for (const [failover, says] of [
	[{ later }, "does not take it from another director"],
	[
		{ later, preemptSeconds: 30 },
		"takes it after 30 s if lb2 or lb3 has it, as preemptSeconds says",
	],
	[
		{ later, preemptSeconds: 0 },
		"takes it at once if lb2 or lb3 has it, as preemptSeconds says",
	],
	// nobody is declared after it
	[{ preemptSeconds: 30 }, "does not take it from another director"],
] as const)
	test(`of the end of a standby: ${says}`, () => {
		assert.equal(
			formatLetIn({
				component: "web",
				name: "lb1",
				desired: {
					...nothing,
					failover: { routerId: 51, peers: {}, ...failover },
				},
			}),
			`cluster web: lb1 may have the VIP again, and ${says}`,
		);
	});

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatLetIn } from "../../../../src/cli/failover/format-let-in.ts";
import { nothing } from "../../../../src/model/desired.ts";

const later = { names: ["lb2", "lb3"], silentSeconds: 3 };

for (const [failover, says] of [
	[{ later }, "takes it from nobody"],
	[
		{ later, preemptSeconds: 30 },
		"takes it after 30 s where lb2 or lb3 has it, as preemptSeconds says",
	],
	[
		{ later, preemptSeconds: 0 },
		"takes it at once where lb2 or lb3 has it, as preemptSeconds says",
	],
	// nobody is declared after it
	[{ preemptSeconds: 30 }, "takes it from nobody"],
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

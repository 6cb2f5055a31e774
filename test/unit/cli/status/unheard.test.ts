import assert from "node:assert/strict";
import { test } from "node:test";
import { unheard } from "../../../../src/cli/status/unheard.ts";

const director = (
	name: string,
	openConnections: number,
	{
		role = "standby" as "active" | "standby" | "fault",
		since = 0,
		component = "web",
	} = {},
) => ({
	component,
	role: "director",
	name,
	failover: {
		vip: "172.18.0.70",
		hasVip: role === "active",
		found: { role, since, takenOut: false },
		openConnections,
	},
});
const active = { role: "active" } as const;

test("one that waits and knows no connection of the other is told of; the other is not", () => {
	assert.deepEqual(
		unheard([director("lb1", 12, active), director("lb2", 0)], 1000),
		[
			[],
			[
				"it knows none of the 12 open connections that lb1 has; they would end if the VIP came here. If it has waited for long, what lb1 tells does not arrive: look for a network between them that carries no multicast, or a filter that drops UDP to 224.0.0.81, port 8848",
			],
		],
	);
});

for (const [what, lb1, lb2] of [
	["it knows some", director("lb1", 12, active), director("lb2", 3)],
	["there are few", director("lb1", 4, active), director("lb2", 0)],
	[
		"it has just begun to wait",
		director("lb1", 12, active),
		director("lb2", 0, { since: 950 }),
	],
	[
		"it is out",
		director("lb1", 12, active),
		director("lb2", 0, { role: "fault" }),
	],
	[
		"the other one is of another cluster",
		director("lb1", 12, { ...active, component: "shop" }),
		director("lb2", 0),
	],
	[
		"the other one does not have the VIP",
		director("lb1", 12),
		director("lb2", 0),
	],
] as const)
	test(`nothing is said where ${what}`, () => {
		assert.deepEqual(unheard([lb1, lb2], 1000), [[], []]);
	});

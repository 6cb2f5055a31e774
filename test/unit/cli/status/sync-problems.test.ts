import assert from "node:assert/strict";
import { test } from "node:test";
import { syncProblems } from "../../../../src/cli/status/sync-problems.ts";
import { nothing } from "../../../../src/model/desired.ts";

const failover = { routerId: 51, peers: {} };

const director = (
	name: string,
	id: number | undefined,
	{ link = "eth1", component = "web", several = true, unseen = false } = {},
) => ({
	host: {
		component,
		role: "director" as const,
		name,
		desired: several ? { ...nothing, failover } : nothing,
	},
	found: unseen
		? { unseen: "no route" }
		: {
				syncs:
					id === undefined
						? {}
						: { master: `id ${id} on ${link}`, backup: `id ${id} on ${link}` },
			},
});

test("one number for all, by links that have other names: nothing is wrong", () => {
	assert.deepEqual(
		syncProblems([director("lb1", 7), director("lb2", 7, { link: "ens3" })]),
		[],
	);
});

test("one was not changed with the others", () => {
	assert.deepEqual(
		syncProblems([director("lb1", 9), director("lb2", 7), director("lb3", 9)]),
		[
			"cluster web: directors tell each other of connections under different numbers (lb1 and lb3: 9; lb2: 7), so one does not hear the other, and open connections end when the VIP goes from one to the other. The number follows from all directors: run up for those that were not changed",
		],
	);
});

test("nothing is said of one that was not seen, tells nobody, is the only one, or is of another cluster", () => {
	assert.deepEqual(
		syncProblems([
			director("lb1", 9),
			director("lb2", 7, { unseen: true }),
			director("lb3", undefined),
			director("lb4", 7, { several: false }),
			director("lb5", 7, { component: "shop" }),
		]),
		[],
	);
});

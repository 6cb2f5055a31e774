import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import type { Service } from "../../../src/model/cluster.ts";
import {
	type Scheduler,
	schedulerNames,
} from "../../../src/model/schedulers.ts";
import { promise } from "../../../src/smoke/promise.ts";
import { service } from "./service.ts";

type Row = readonly [
	scheduler: Scheduler,
	weights: readonly number[],
	requests: number,
	/** `least to most, expected` of each real server. */
	shares: readonly string[],
];

const rows: readonly Row[] = [
	["wrr", [2, 3], 100, ["38 to 42, 40", "57 to 63, 60"]],
	["rr", [2, 3], 100, ["49 to 51, 50", "49 to 51, 50"]],
	["rr", [1, 0, 5], 10, ["4 to 6, 5", "0 to 0, 0", "4 to 6, 5"]],
	// the common divisor makes no difference: 20:30 is a round of 5
	["wrr", [20, 30], 100, ["38 to 42, 40", "57 to 63, 60"]],
	["wrr", [200, 0, 100], 6, ["2 to 6, 4", "0 to 0, 0", "1 to 3, 2"]],
	// a remainder goes to one of them, and a bound is a whole number
	["wrr", [1, 1], 5, ["2 to 3, 2.5", "2 to 3, 2.5"]],
	["wrr", [1, 2], 10, ["3 to 4, 3.33", "5 to 8, 6.67"]],
	// fewer requests than one round: none is below 0
	["wrr", [1, 100], 3, ["0 to 1, 0.03", "0 to 102, 2.97"]],
	["wrr", [7], 4, ["3 to 5, 4"]],
];

for (const [scheduler, weights, requests, shares] of rows)
	test(`${scheduler} ${weights.join(":")}, ${requests} requests`, () => {
		const promised = promise(service(scheduler, weights), requests) ?? {};
		assert.deepEqual(
			Object.entries(promised).map(
				([name, { least, most, expected }]) =>
					`${name} ${least} to ${most}, ${Math.round(expected * 100) / 100}`,
			),
			shares.map((share, index) => `rs${index + 1} ${share}`),
		);
	});

suite("nothing is promised", () => {
	for (const scheduler of schedulerNames.filter(
		(name) => name !== "rr" && name !== "wrr",
	))
		test(`by ${scheduler}`, () => {
			assert.equal(promise(service(scheduler, [1, 1]), 100), undefined);
		});

	for (const scheduler of ["rr", "wrr"] as const)
		test(`by ${scheduler} where every server is drained`, () => {
			assert.equal(promise(service(scheduler, [0, 0]), 100), undefined);
		});
});

test("any run of a weighted round keeps the promise, wherever in the round it starts", () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
			fc.integer({ min: 1, max: 60 }),
			fc.nat(1000),
			(weights, requests, start) => {
				const promised = promise(service("wrr", weights), requests);
				if (promised === undefined) return;
				const round = kernelRound(service("wrr", weights));
				const counts = new Map<string, number>();
				for (let request = 0; request < requests; request++) {
					const name = round[(start + request) % round.length] ?? "";
					counts.set(name, (counts.get(name) ?? 0) + 1);
				}
				for (const [name, { least, most }] of Object.entries(promised)) {
					const seen = counts.get(name) ?? 0;
					assert.ok(
						seen >= least && seen <= most,
						`${name} ${seen}, not ${least} to ${most}`,
					);
				}
			},
		),
	);
});

/** One round as the kernel walks it (6.1, ip_vs_wrr.c): the current weight falls by the common divisor. */
function kernelRound({ servers }: Service): string[] {
	const weights = servers.map(({ weight }) => weight);
	const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
	const step = weights.reduce(gcd, 0);
	const round: string[] = [];
	for (let current = Math.max(...weights); current > 0; current -= step)
		for (const { name, weight } of servers)
			if (weight >= current) round.push(name);
	return round;
}

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { quorumOf } from "../../../../src/import/keepalived/quorum-of.ts";

suite("a quorum of weights as a number of real servers", () => {
	for (const [quorum, hysteresis, weights, value] of [
		[1, 0, [1, 1, 1], 1],
		[2, 0, [1, 1, 1], 2],
		[1, 0, [50, 100], 1],
		[100, 0, [50, 50, 50], 2],
		[2, 1, [1, 1, 1], { below: 1, backFrom: 3 }],
		// keepalived makes them smaller
		[9, 0, [1, 1], 2],
		[1, 7, [1, 1], 1],
	] as const)
		test(`${quorum} with ${hysteresis} of ${weights.join(", ")}`, () => {
			assert.deepEqual(quorumOf(quorum, hysteresis, weights), value);
		});

	test("is told where no number means the same", () => {
		assert.equal(
			quorumOf(3, 0, [3, 1, 1]),
			"it counts weights, 3, 1, 1, and `quorum` counts real servers: write how many must pass",
		);
		assert.equal(
			quorumOf(2, 1, [1, 1]),
			"with hysteresis 1 the real servers would never come back, as their weights are 2 together",
		);
	});

	test("serves and hands back as keepalived does, whichever real servers live; if no number does, that is reported", () => {
		const weights = fc.array(fc.integer({ min: 1, max: 5 }), {
			minLength: 1,
			maxLength: 5,
		});
		fc.assert(
			fc.property(
				weights,
				fc.integer({ min: 1, max: 12 }),
				fc.integer({ min: 0, max: 4 }),
				(weights, quorum, hysteresis) => {
					const sum = (of: readonly number[]) =>
						of.reduce((all, weight) => all + weight, 0);
					const wanted = Math.min(quorum, sum(weights));
					const slack = Math.min(hysteresis, wanted - 1);
					const everybody = [...Array(1 << weights.length).keys()].map(
						(alive) => weights.filter((_, index) => (alive >> index) & 1),
					);
					/** Whether so many real servers are enough wherever their weights are, and nowhere else. */
					const means = (count: number, weight: number) =>
						everybody.every(
							(living) => living.length >= count === sum(living) >= weight,
						);
					const counts = weights.map((_, index) => index + 1);
					const value = quorumOf(quorum, hysteresis, weights);
					if (typeof value === "string") {
						const sorry = counts.some((count) => means(count, wanted - slack));
						const back = counts.some((count) => means(count, wanted + slack));
						assert.ok(!sorry || !back, value);
						return;
					}
					const { below, backFrom = below } =
						typeof value === "number" ? { below: value } : value;
					assert.ok(means(below, wanted - slack));
					assert.ok(means(backFrom, wanted + slack));
				},
			),
		);
	});
});

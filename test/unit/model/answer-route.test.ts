import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
	type AnswerSelector,
	formatAnswerRoute,
	formatSelector,
	gatewayOf,
	noRoute,
	overlap,
	parseSelector,
} from "../../../src/model/answer-route.ts";

const bySource = (address: fc.Arbitrary<string>, port: fc.Arbitrary<number>) =>
	fc.record(
		{
			by: fc.constant("source" as const),
			address,
			protocol: fc.constantFrom("tcp" as const, "udp" as const),
			port: fc.oneof(port, fc.constant("all" as const)),
		},
		{ noNullPrototype: true },
	);
/** Of few addresses and ports, so that many of them overlap. */
const near = bySource(
	fc.constantFrom("10.88.0.11", "10.88.0.12"),
	fc.constantFrom(80, 8080),
);
const selectors: fc.Arbitrary<AnswerSelector> = fc.oneof(
	bySource(fc.ipV4(), fc.integer({ min: 1, max: 65535 })),
	fc.record(
		{
			by: fc.constant("mark" as const),
			mark: fc.integer({ min: 1, max: 0x7fffffff }),
			mask: fc.integer({ min: 1, max: 0x7fffffff }),
		},
		{ noNullPrototype: true },
	),
);

test("a selector that is written is read as it was", () => {
	fc.assert(
		fc.property(selectors, (selector) => {
			assert.deepEqual(parseSelector(formatSelector(selector)), selector);
		}),
	);
});

test("what ip prints of ours is written as it prints it", () => {
	for (const text of [
		"from 10.88.0.11 ipproto tcp sport 80",
		"from 10.88.0.11 ipproto udp",
		"from all fwmark 0x4c00000/0x7ff00000",
	]) {
		const selector = parseSelector(text);
		assert.ok(selector);
		assert.equal(formatSelector(selector), text);
	}
});

test("rules of others are none of ours", () => {
	for (const text of [
		"",
		"from all",
		"from 10.88.0.11",
		"from 10.88.0.11 ipproto tcp sport 80 dport 90",
		"from all fwmark 0xca6c",
		"not from all fwmark 0x1/0x2",
	])
		assert.equal(parseSelector(text), undefined, text);
});

test("two overlap where they have the same packets", () => {
	const [one, every, other, udp, mark] = [
		"from 10.88.0.11 ipproto tcp sport 80",
		"from 10.88.0.11 ipproto tcp",
		"from 10.88.0.11 ipproto tcp sport 8080",
		"from 10.88.0.11 ipproto udp sport 80",
		"from all fwmark 0x4c00000/0x7ff00000",
	].map((text) => parseSelector(text) as AnswerSelector) as [
		AnswerSelector,
		AnswerSelector,
		AnswerSelector,
		AnswerSelector,
		AnswerSelector,
	];
	assert.ok(overlap(one, one) && overlap(one, every) && overlap(every, one));
	for (const apart of [other, udp, mark]) {
		assert.ok(!overlap(one, apart));
		assert.ok(!overlap(apart, one));
	}
	assert.ok(!overlap(mark, mark));
	fc.assert(
		fc.property(near, near, (one, other) => {
			assert.equal(overlap(one, other), overlap(other, one));
		}),
	);
});

test("the gateway of a route", () => {
	assert.equal(gatewayOf(formatAnswerRoute("10.88.0.10")), "10.88.0.10");
	assert.equal(gatewayOf("default via 10.88.0.10 dev eth1"), "10.88.0.10");
	assert.equal(gatewayOf("default dev eth1"), undefined);
	assert.equal(gatewayOf(noRoute), undefined);
});

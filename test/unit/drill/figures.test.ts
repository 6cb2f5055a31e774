import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { figures } from "../../../src/drill/figures.ts";
import { judgeLimits } from "../../../src/drill/judge-limits.ts";
import type { Lost, Request } from "../../../src/drill/load.ts";
import { notWell } from "../../../src/drill/not-well.ts";

const good = (at: number, by?: string, took = 0.1): Request => ({
	at,
	answer: { took, why: "curl exit 0", ...(by === undefined ? {} : { by }) },
});
const lost = (at: number, kind: Lost = "refused"): Request => ({
	at,
	answer: { took: 15, why: "why", lost: kind },
});
const measure = (requests: Request[], target?: string) =>
	figures({ load: { requests, held: [] }, eventAt: 100, endedAt: 110 }, target);

suite("what a drill measured", () => {
	test("nothing lost: no time out, back at once", () => {
		const { sent, lost, longestWait, waited, outFor, backAfter } = measure([
			good(99),
			good(101, "rs1", 2.5),
			good(111),
		]);
		assert.deepEqual(
			[sent, lost.all, longestWait, waited, outFor, backAfter],
			[3, 0, 2.5, 1, undefined, 0],
		);
	});

	test("lost ones by kind; the times are those when they began, not when they ended", () => {
		const seen = measure([
			lost(99, "timed out"),
			lost(103),
			lost(103.5),
			good(104),
			lost(112, "reset"),
			good(113),
		]);
		assert.equal(seen.lost.all, 4);
		assert.equal(seen.lost.words, "2 refused, 1 reset, 1 timed out");
		assert.deepEqual([seen.outFor, seen.backAfter], [3.5, 2]);
		assert.equal(seen.longestWait, 0.1);
	});

	test("one that had begun before the event is lost by it at once", () => {
		assert.equal(measure([lost(99.9, "reset")]).outFor, 0);
	});

	test("when the target answers again, where answers name it", () => {
		const all = [good(99, "rs2"), good(111, "rs1"), good(113, "rs2")];
		assert.equal(measure(all, "rs2").targetBackAfter, 3);
		assert.equal(measure(all).targetBackAfter, undefined);
		assert.equal(
			measure([good(99, "rs2"), good(113)], "rs2").targetBackAfter,
			"never",
		);
		assert.equal(
			measure([good(99), good(113)], "rs2").targetBackAfter,
			undefined,
		);
	});

	test("held connections are those that were open at the event", () => {
		const end = (at: number, whole: boolean) => ({ at, whole });
		const { held } = figures(
			{
				load: {
					requests: [],
					held: [
						{ from: 90, end: end(99, true) },
						{ from: 90, end: end(125, true), by: "rs1" },
						{ from: 90, end: end(104, false), by: "rs2" },
						{ from: 90, end: end(104, false) },
						{ from: 105, end: end(125, false), by: "rs3" },
					],
				},
				eventAt: 100,
				endedAt: 110,
			},
			undefined,
		);
		assert.deepEqual(held, { survived: 1, broke: 2, brokeBy: { rs2: 1 } });
	});
});

suite("limits of a drill", () => {
	const seen = {
		...measure([lost(103), lost(104.5), lost(111), good(113)]),
		held: { survived: 5, broke: 1, brokeBy: {} },
	};
	for (const [limits, kept, saw, held = seen.held] of [
		[{ lost: 3 }, true, "3 lost"],
		[{ lost: 2 }, false, "3 lost"],
		[{ within: 5 }, true, "the last began after 4.5 s"],
		[{ within: 4 }, false, "the last began after 4.5 s"],
		[{ held: "all" }, false, "1 broke"],
		[
			{ held: "others" },
			true,
			"0 to others than rs2 broke",
			{ survived: 2, broke: 4, brokeBy: { rs2: 4 } },
		],
		[
			{ held: "others" },
			false,
			"1 to others than rs2 broke",
			{ survived: 2, broke: 4, brokeBy: { rs2: 3, rs1: 1 } },
		],
		[
			{ held: "others" },
			false,
			"0 to others than rs2 broke; 1 broke of which nobody knows where they led, as answers do not name the real server",
			{ survived: 3, broke: 3, brokeBy: { rs2: 2 } },
		],
	] as const)
		test(`${JSON.stringify(limits)}: ${kept ? "kept" : `not kept: ${saw}`}`, () => {
			assert.deepEqual(
				judgeLimits({ ...seen, held }, limits, "rs2").map(({ kept, saw }) => [
					kept,
					saw,
				]),
				[[kept, saw]],
			);
		});

	test("an event that hits no real server spares no connection", () => {
		const held = { survived: 5, broke: 1, brokeBy: { rs2: 1 } };
		assert.deepEqual(
			judgeLimits({ ...seen, held }, { held: "others" }, undefined),
			[{ limit: "--held others", kept: false, saw: "1 broke" }],
		);
	});

	test("a request that is lost late after the end breaks the time as well", () => {
		const late = measure([lost(101), lost(118)]);
		assert.equal(judgeLimits(late, { within: 5 }, undefined)[0]?.kept, false);
	});

	test("no connection was held: that all survived cannot be said", () => {
		const none = { ...seen, held: { survived: 0, broke: 0, brokeBy: {} } };
		assert.deepEqual(judgeLimits(none, { held: "all" }, "rs2"), [
			{ limit: "--held all", kept: false, saw: "none was held" },
		]);
	});

	test("what is not given is not judged", () => {
		assert.deepEqual(judgeLimits(seen, {}, "rs2"), []);
	});
});

suite("before the event", () => {
	const judge = (...requests: Request[]) =>
		notWell({ requests, held: [] })?.reason;
	test("a service that is well", () => {
		assert.equal(judge(good(1), good(2), { at: 2.5 }), undefined);
	});
	test("one that loses requests already, or lets them wait, or was never asked", () => {
		assert.match(judge(good(1), lost(2)) ?? "", /^1 of 2 requests were lost/);
		assert.match(
			judge({ at: 1 }, good(5)) ?? "",
			/^1 of 2 requests had no answer after 4 s/,
		);
		assert.match(judge({ at: 1 }) ?? "", /^no request was answered/);
	});
});

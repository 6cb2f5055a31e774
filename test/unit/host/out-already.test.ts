import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { outAlready } from "../../../src/host/out-already.ts";
import { directorOf, named, ruleOf, saying } from "../cli/drain/example.ts";

const director = directorOf({}, [1, 1, 1]);

suite("who gets no new connections already", () => {
	test("is drained, or fails its check, on any of the directors", () => {
		assert.deepEqual(
			[
				...outAlready(
					[
						saying(director, { 1: "up", 2: "up" }, "lb1"),
						saying(director, { 1: "drained", 2: "down", 3: "up" }, "lb2"),
					],
					named,
				),
			],
			[
				[ruleOf(1), "rs1 is drained on lb2"],
				[
					ruleOf(2),
					"rs2 fails its check since 2027-01-15T08:00:00.000Z, and gets no new connections (GET http://172.18.0.70:80/: 200): Connection failed",
				],
			],
		);
	});

	test("who fails and stays in, as its service keeps all, is not out", () => {
		const asked = saying(director, { 1: "down", 2: "down", 3: "down" });
		assert.equal(
			outAlready([{ ...asked, out: { ...asked.out, layers: {} } }], named).size,
			0,
		);
	});

	test("of a check that nobody has ever passed nobody is out", () => {
		assert.equal(
			outAlready([saying(director, { 1: "failed" })], named).size,
			0,
		);
	});

	test("one with weight 0 is, unless it is the sorry server", () => {
		assert.deepEqual(
			[...outAlready([saying(directorOf({}, [1, 0]), {})], named)],
			[[ruleOf(2), "rs2 has weight 0"]],
		);
		const withSorry = directorOf({ sorry: "rs3" }, [1, 1, 1]);
		assert.equal(outAlready([saying(withSorry, {})], named).size, 0);
	});

	test("a sorry server that fails is, though nothing lies over its weight", () => {
		const withSorry = directorOf({ sorry: "rs3" }, [1, 1, 1]);
		const asked = saying(withSorry, { 3: "down" });
		assert.deepEqual(
			[
				...outAlready(
					[{ ...asked, out: { ...asked.out, layers: {} } }],
					named,
				).keys(),
			],
			[ruleOf(3)],
		);
	});
});

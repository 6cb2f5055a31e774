import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { nobodyLeft } from "../../../../src/cli/drain/nobody-left.ts";
import { outAlready } from "../../../../src/host/out-already.ts";
import { directorOf, named, saying } from "./example.ts";

/** What a drain of a real server leaves, by its number. */
function left(
	director: ReturnType<typeof directorOf>,
	drain: number,
	said: Parameters<typeof saying>[1] = {},
): string | undefined {
	return nobodyLeft(
		director,
		`172.18.0.${66 + drain}`,
		outAlready([saying(director, said)], named),
	);
}

const two = directorOf({}, [1, 1]);
const page = directorOf({ sorry: { page: "away" } }, [1, 1]);
const spare = directorOf({ sorry: "rs3" }, [1, 1, 1]);
const none = /^of -t 172\.18\.0\.70:80 nobody would be left who serves/;

suite("a drain that leaves nobody who serves", () => {
	test("is told with who is out and why", () => {
		assert.equal(
			left(two, 1, { 2: "drained" }),
			"of -t 172.18.0.70:80 nobody would be left who serves (rs2 is drained on lb), and clients would be refused or sent to who fails; with --last it is drained all the same",
		);
		assert.match(
			left(two, 1, { 1: "up", 2: "down" }) ?? "",
			/serves \(rs2 fails its check since .*: Connection failed\), and/,
		);
		assert.match(left(directorOf({}, [1]), 1) ?? "", none);
		assert.match(left(directorOf({}, [1, 0]), 1) ?? "", none);
	});

	test("is none where another serves, or where the drained one serves nobody already", () => {
		assert.equal(left(two, 1), undefined);
		assert.equal(left(two, 2, { 2: "down" }), undefined);
		assert.equal(left(two, 2, { 1: "drained", 2: "down" }), undefined);
		assert.equal(left(two, 2, { 1: "up", 2: "drained" }), undefined);
	});

	test("is none where the sorry server is there for their clients, and is one where that fails or is drained", () => {
		assert.equal(left(page, 1, { 2: "drained" }), undefined);
		assert.equal(left(spare, 1, { 2: "down", 3: "up" }), undefined);
		for (const what of ["down", "drained"] as const)
			assert.match(left(spare, 1, { 2: "down", 3: what }) ?? "", none);
	});

	test("is that of the sorry server while it serves alone", () => {
		assert.match(left(spare, 3, { 1: "down", 2: "down" }) ?? "", none);
		assert.equal(left(spare, 3, { 1: "down" }), undefined);
	});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenQuorum } from "../../../../src/cli/drain/broken-quorum.ts";
import { outAlready } from "../../../../src/host/out-already.ts";
import type { ServiceDeclaration } from "../../../../src/model/service-declaration.ts";
import { directorOf, named, saying } from "./example.ts";

/** What a drain of rs2, one of some with the weights given, would break. */
function broken(
	service: Pick<ServiceDeclaration, "quorum">,
	...weights: number[]
): string | undefined {
	return brokenQuorum(
		directorOf({ ...service, sorry: { page: "away" } }, weights),
		"172.18.0.68",
		new Map(),
	);
}

test("a drain below the quorum is refused", () => {
	assert.equal(
		broken({ quorum: 2 }, 1, 1),
		"of -t 172.18.0.70:80 1 real server would be left, and its quorum is 2: its sorry server would get all clients; declare a smaller `quorum` and run up, or take the real server out of the declaration",
	);
	assert.match(broken({ quorum: 2 }, 1, 1, 0) ?? "", /1 real server would/);
	assert.match(broken({ quorum: 3 }, 1, 1, 1) ?? "", /2 real servers would/);
});

test("another one is not, nor that of the last, whom the sorry server is there for", () => {
	assert.equal(broken({ quorum: 2 }, 1, 1, 1), undefined);
	assert.equal(broken({}, 1, 1), undefined);
	assert.equal(broken({}, 0, 1), undefined);
	// it has no clients
	assert.equal(broken({}, 1, 0), undefined);
	assert.equal(broken({ quorum: 2 }, 1, 0, 1), undefined);
});

test("who is drained or fails already counts as out, and is named", () => {
	const three = directorOf({ quorum: 2, sorry: { page: "away" } }, [1, 1, 1]);
	const drainOf1 = (said: Parameters<typeof saying>[1]) =>
		brokenQuorum(
			three,
			"172.18.0.67",
			outAlready([saying(three, said)], named),
		);
	assert.equal(drainOf1({ 1: "up", 2: "up", 3: "up" }), undefined);
	assert.match(
		drainOf1({ 2: "drained" }) ?? "",
		/1 real server would be left \(rs2 is drained on lb\), and its quorum is 2/,
	);
	assert.match(
		drainOf1({ 3: "down" }) ?? "",
		/1 real server would be left \(rs3 fails its check since .*\), and its quorum is 2/,
	);
	// the sorry server has all clients already
	assert.equal(drainOf1({ 2: "drained", 3: "down" }), undefined);
	// it serves nobody
	assert.equal(drainOf1({ 1: "down", 2: "drained" }), undefined);
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { clustersOf } from "../../../../src/cli/failover/clusters-of.ts";
import { nothing } from "../../../../src/model/desired.ts";

const host = (component: string, name: string, several: boolean) => ({
	component,
	name,
	desired: {
		...nothing,
		...(several ? { failover: { routerId: 51, peers: {} } } : {}),
	},
});
const all = [
	...[host("web", "lb1", true), host("web", "lb2", true)],
	...[host("api", "lb2", true), host("api", "lb3", true)],
	host("old", "lb", false),
];
const found = (name: string | undefined, directors = all) => {
	const clusters = clustersOf(directors, name);
	return "message" in clusters
		? `${clusters.path}: ${clusters.message}`
		: clusters
				.map((each) =>
					each.map(({ component, name }) => `${component} ${name}`).join(", "),
				)
				.join("; ");
};

suite("which clusters are meant", () => {
	test("all that have several directors, each with all of them", () => {
		assert.equal(found(undefined), "web lb1, web lb2; api lb2, api lb3");
	});

	test("those that have a director of this name", () => {
		assert.equal(found("lb1"), "web lb1, web lb2");
		assert.equal(found("lb2"), "web lb1, web lb2; api lb2, api lb3");
	});

	test("a name that there is not, and what there is", () => {
		assert.equal(
			found("lb9"),
			'lb9: no such director among several; did you mean "lb1"?',
		);
		assert.equal(
			found("backup"),
			"backup: no such director among several; there are lb1, lb2, lb3",
		);
		// it is the only one of its cluster
		assert.match(found("lb"), /^lb: no such director among several/);
	});

	test("no cluster has several", () => {
		const single = all.slice(-1);
		assert.equal(
			found(undefined, single),
			"directors: no cluster of it has a second director; declare one, and run up",
		);
		assert.equal(
			found("lb", single),
			"lb: no cluster of it has a second director; declare one, and run up",
		);
	});
});

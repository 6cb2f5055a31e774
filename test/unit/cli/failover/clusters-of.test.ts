import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { clustersOf } from "../../../../src/cli/failover/clusters-of.ts";
import { nothing } from "../../../../src/model/desired.ts";

const host = (
	component: string,
	name: string,
	several: boolean,
	address = name,
) => ({
	component,
	name,
	connection: { address },
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
				.map(({ directors, named }) =>
					directors
						.map(
							({ component, name }) =>
								`${component} ${name}${name === named ? "!" : ""}`,
						)
						.join(", "),
				)
				.join("; ");
};

suite("which clusters are meant", () => {
	test("all that have several directors, each with all of them", () => {
		assert.equal(found(undefined), "web lb1, web lb2; api lb2, api lb3");
	});

	test("those that have a director of this name", () => {
		assert.equal(found("lb1"), "web lb1!, web lb2");
		// one machine, which is a director of both
		assert.equal(found("lb2"), "web lb1, web lb2!; api lb2!, api lb3");
	});

	test("that of one machine, where two have the name", () => {
		const apart = [
			...[host("web", "lb1", true, "192.0.2.1"), host("web", "lb2", true)],
			...[host("api", "lb1", true, "192.0.2.2"), host("api", "lb3", true)],
		];
		assert.throws(() => found("lb1", apart), {
			name: "UsageError",
			message:
				"lb1 is the name of 2 machines here; name one by its address: 192.0.2.1:22 (web/lb1), 192.0.2.2:22 (api/lb1)",
		});
		for (const word of ["192.0.2.2", "192.0.2.2:22", "api/lb1"])
			assert.equal(found(word, apart), "api lb1!, api lb3", word);
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

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { routes } from "../../../../src/host/kinds/routes.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { lookOn, undoOn } from "./play-host.ts";

const http = "from 10.88.0.11 ipproto tcp sport 80";
const dns = "from 10.88.0.11 ipproto udp sport 53";
const desired: Desired = {
	...nothing,
	routes: { [http]: "default via 10.88.0.10", [dns]: "default via 10.88.0.10" },
	tables: { nftables: "lvs-web", routing: 24101 },
};
const owner = "web-real-server";
const host = (found: Observed["routes"]): Observed => ({
	...clean(desired),
	routes: found,
});

// what a look tells beside ours of rules of others: test/unit/host/look/facts/earlier-rules.test.ts
suite("packets that go by our own routing table", () => {
	const look = (rules: readonly string[], route: string, wanted = desired) => {
		const ip = `case "$2 $5" in
	rule*) printf '%s\\n' ${rules.map((rule) => `'${rule}'`).join(" ")} ;;
	'route 24101') [ -z '${route}' ] || echo '${route}' ;;
	esac`;
		return lookOn({ commands: { ip } }, routes, wanted);
	};
	const ours = `24101:\t${http} lookup 24101`;

	test("are read with the route that they find, whoever made the rule", () => {
		const route = "default via 10.88.0.10 dev eth1";
		assert.deepEqual(
			look([ours, `32766:\tfrom all lookup main`], route).found,
			{
				[http]: "default via 10.88.0.10",
			},
		);
		assert.deepEqual(look([`${ours} proto static`], route).found, {
			[http]: "default via 10.88.0.10",
		});
	});

	test("find nothing where the table has no route", () => {
		assert.deepEqual(look([ours], "").found, { [http]: "" });
	});

	test("are not asked for where there are none", () => {
		assert.deepEqual(look([ours], "", nothing), { called: [], found: {} });
	});

	test("that are missing, go elsewhere, or that nobody declared, are a reason for our unit", () => {
		const reasons = (found: Observed["routes"]) =>
			routes.plan({ owner, desired, observed: host(found) }).unit;
		assert.deepEqual(reasons(desired.routes), []);
		assert.deepEqual(
			reasons({ [http]: "default via 10.88.0.99", "from all": "" }),
			[
				`ip rule ${http} is default via 10.88.0.99`,
				`ip rule ${dns} is missing`,
				"ip rule from all is not declared",
			],
		);
	});

	test("all go, and then the table is empty", () => {
		assert.ok(routes.takenBackBy === "our unit");
		assert.deepEqual(routes.made.names(desired), ["24101"]);
		assert.deepEqual(routes.made.names({ ...desired, routes: {} }), []);
		assert.equal(routes.isThere("24101", host(desired.routes)), true);
		assert.equal(routes.isThere("24101", host({})), false);
		// two rules, then there is none any more
		const ip = `[ "$1" != rule ] || { n=$((\${n:-0} + 1)); [ $n -le 2 ]; }`;
		const played = { commands: { ip } };
		const { status, called } = undoOn(played, "routes", "24101");
		assert.equal(status, 0);
		assert.deepEqual(called, [
			...Array(3).fill("ip rule del pref 24101"),
			"ip route flush table 24101",
		]);
	});

	test("are all shown, also those that nobody declared", () => {
		const found = { [http]: "default via 10.88.0.10", "from all": "" };
		assert.deepEqual(
			routes.live({
				declared: desired,
				filled: desired,
				observed: host(found),
			}),
			found,
		);
	});
});

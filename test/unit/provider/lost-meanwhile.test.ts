import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Desired } from "../../../src/model/desired.ts";
import {
	type HostInputs,
	inputsOf,
} from "../../../src/provider/host-inputs.ts";
import { hostResource } from "../../../src/provider/host-resource.ts";
import { realServer } from "../host/change/example.ts";
import { connection } from "../model/declared.ts";

const vip = { "172.18.0.70/32": "lo" } as const;
const routes = (...selectors: readonly string[]) =>
	Object.fromEntries(
		selectors.map((each) => [each, "default via 172.18.0.66"]),
	);
const port80 = "from 172.18.0.67 ipproto tcp sport 80";
const mark = "from all fwmark 0x100000/0x7ff00000";

const lost = (what: string) => [
	`it ${what} from now on, and the director changes after all real servers: requests and held connections of these are lost until it has changed too, whatever drainSeconds says; do it at a quiet time`,
];
const byDr = { addresses: vip, routes: {} };
const byNat = { addresses: {}, routes: routes(port80, mark) };

const cases: Readonly<
	Record<
		string,
		readonly [Partial<Desired>, Partial<Desired>, readonly string[]]
	>
> = {
	"from dr to nat": [byDr, byNat, lost("takes no packets for 172.18.0.70")],
	"from nat to dr": [
		byNat,
		byDr,
		lost("sends no answers of tcp port 80 back through the director"),
	],
	"another port by nat": [
		byNat,
		{
			addresses: {},
			routes: routes("from 172.18.0.67 ipproto tcp sport 8080", mark),
		},
		lost("sends no answers of tcp port 80 back through the director"),
	],
	"a service by nat goes beside another one by dr": [
		{ addresses: vip, routes: routes("from 172.18.0.67 ipproto udp") },
		byDr,
		lost("sends no answers of all udp ports back through the director"),
	],
	"all ports in place of one": [
		byNat,
		{ addresses: {}, routes: routes("from 172.18.0.67 ipproto tcp", mark) },
		[],
	],
	"another director's address": [
		byNat,
		{
			addresses: {},
			routes: {
				[port80]: "default via 172.18.0.60",
				[mark]: "default via 172.18.0.60",
			},
		},
		[],
	],
	"from a tunnel to dr": [
		{ addresses: { "172.18.0.70/32": "tunl0" }, devices: { tunl0: "up" } },
		byDr,
		lost("takes no packets by its tunnel (tunl0)"),
	],
	"another port of a tunnel": [
		{ ...byDr, devices: { tunl0: "up" }, receivers: { 5555: "gue" } },
		{ ...byDr, devices: { tunl0: "up" }, receivers: { 5556: "gue" } },
		lost("takes no packets by its tunnel (UDP port 5555)"),
	],
	"no page any more, or on another port": [
		{ ...byDr, serves: { 80: ["apache2"], 8080: ["apache2"] } },
		{ ...byDr, serves: { 80: ["apache2"] } },
		lost("serves no page on port 8080"),
	],
	"a filter that was opened": [
		{ ...byDr, filters: { "packets of clients to 172.18.0.67, tcp 80": "" } },
		{ ...byDr, filters: { "packets of clients to 172.18.0.67, tcp 81": "" } },
		lost(
			"has its filter open no longer for packets of clients to 172.18.0.67, tcp 80",
		),
	],
	"another address: the drain of the former one is not its": [
		{ ...byDr, ownAddress: "172.18.0.67" },
		{ ...byDr, ownAddress: "172.18.0.77" },
		[
			"it has another address, 172.18.0.77 in place of 172.18.0.67: to its directors it is another real server, and if it is drained (lvsctl drain) that ends; if it is to get no connections yet, declare weight: 0 for it, or let lvsctl drain rs1 follow right after",
		],
	],
	"a service more": [byDr, { ...byNat, addresses: vip }, []],
	"a machine that is the only director from now on": [
		{ ...byDr, directs: true },
		{ addresses: {}, routes: {} },
		[],
	],
};

suite("what a real server loses before its director has changed is told", () => {
	const inputs: HostInputs = inputsOf({
		component: "web",
		role: "real-server",
		name: "rs1",
		vip: "172.18.0.70",
		connection: connection(22),
		desired: realServer,
		follows: {},
	});
	const having = (parts: Partial<Desired>, more: Partial<HostInputs> = {}) => ({
		...inputs,
		desired: { ...realServer, ...parts },
		...more,
	});
	for (const [what, [before, now, notes]] of Object.entries(cases))
		test(what, () => {
			assert.deepEqual(
				hostResource.diff(having(before), having(now)).notes,
				notes,
			);
		});

	test("not where it is another resource from now on: that is told in other words", () => {
		assert.deepEqual(
			hostResource.diff(having(byDr), having(byNat, { component: "shop" }))
				.notes,
			[],
		);
	});

	test("not where a preview does not know what it will be", () => {
		const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9" as unknown;
		assert.deepEqual(
			hostResource.diff(having(byDr), {
				...inputs,
				desired: unknown as Desired,
			}).notes,
			[],
		);
	});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { links } from "../../../../../src/host/look/facts/links.ts";
import { director } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	links.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);

test("the link of the VIP is one whose route has it, or a default route to a link without a router", () => {
	for (const [line, ofVip, defaultRoutes] of [
		["172.18.0.0/24 dev eth1 proto kernel src 172.18.0.66", ["eth1"], []],
		["default via 10.0.2.2 dev eth0 proto dhcp", [], ["eth0"]],
		["default dev ppp0 scope link", ["ppp0"], ["ppp0"]],
		["local 172.18.0.70 dev lo table local", [], []],
	] as const) {
		const found = parse(line);
		assert.deepEqual(found.ofVip, ofVip, line);
		assert.deepEqual(found.defaultRoutes, defaultRoutes, line);
	}
});

test("a link is told once, whatever routes it has", () => {
	const { ofVip } = parse(
		"172.18.0.0/24 dev eth1 proto kernel",
		"172.18.0.0/16 dev eth1 proto static",
	);
	assert.deepEqual(ofVip, ["eth1"]);
});

test("a route with several next hops has each of their links, and a default one is told as such", () => {
	const hops = (...hops: string[]) =>
		parse(
			"172.18.0.0/24 dev eth1 proto kernel src 172.18.0.67",
			"default proto bgp metric 20",
			...hops.map((hop) => `\tnexthop ${hop} weight 1`),
			"mtu eth0 1500",
		);
	const routed = hops("via 10.0.2.2 dev eth0", "via 10.0.3.2 dev eth2");
	assert.deepEqual(routed.ofVip, ["eth1"]);
	assert.deepEqual(routed.defaultRoutes, ["eth0", "eth2"]);
	const direct = hops("dev ppp0", "dev ppp1");
	assert.deepEqual(direct.ofVip, ["eth1", "ppp0", "ppp1"]);
	assert.deepEqual(direct.defaultRoutes, ["ppp0", "ppp1"]);
});

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

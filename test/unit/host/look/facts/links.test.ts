import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

test("of a bridge the links are told that lead out of the machine: itself, and not its ports", () => {
	const root = mkdtempSync(join(tmpdir(), "links-"));
	const files = (device: string, ...paths: readonly string[]) => {
		for (const path of [...paths, "mtu", "flags"]) {
			const file = join(root, device, path);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, path === "flags" ? "0x1003\n" : "1500\n");
		}
	};
	files("eth0", "device");
	files("eth1", "device", "master");
	files("br1", "bridge", "lower_eth1/device");
	files("bond1", "bonding", "master");
	files("br2", "bridge", "lower_bond1/bonding");
	// a bridge of virtual machines or containers alone
	files("virbr0", "bridge", "lower_vnet0/mtu");
	files("macvlan0", "lower_eth0/device");
	const script = links.probe?.(director, "debian", "web-director") ?? "";
	const { stdout } = spawnSync(
		"sh",
		["-c", script.replaceAll("/sys/class/net", root)],
		{ encoding: "utf8" },
	);
	rmSync(root, { recursive: true });
	assert.deepEqual(
		stdout.split("\n").filter((line) => line.startsWith("wired ")),
		["wired br1", "wired br2", "wired eth0"],
	);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { marks } from "../../../../../src/host/look/facts/marks.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const parse = (...lines: string[]) =>
	marks.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		{ ...nothing, tables: { nftables: "lvs-web", routing: 20001 } },
	);

test("an address of /proc/net is read from its last byte on; the one that means any is 0.0.0.0 in either family", () => {
	const of = (address: string) =>
		parse(`listen /proc/net/tcp ${address}:1F90`).listeners;
	for (const [address, dotted] of [
		["460012AC", "172.18.0.70"],
		["0100007F", "127.0.0.1"],
		["00000000", "0.0.0.0"],
		["00000000000000000000000000000000", "0.0.0.0"],
		// ::ffff:172.18.0.70
		["0000000000000000FFFF0000460012AC", "172.18.0.70"],
	] as const)
		assert.deepEqual(of(address), [
			{ protocol: "tcp", address: dotted, port: 8080 },
		]);
});

test("marks of our own table are no others'; a mask is left out, and any form of a number is read", () => {
	const { used, listeners } = parse(
		"mark 0x00000007 table ip lvs-web",
		"mark 0x00000008 table ip lvs-shop",
		"mark 0x9/0xff iptables, mangle PREROUTING",
		"mark 10 ip rule 100:",
		"listen /proc/net/udp6",
	);
	assert.deepEqual(used, {
		8: "table ip lvs-shop",
		9: "iptables, mangle PREROUTING",
		10: "ip rule 100:",
	});
	assert.deepEqual(listeners, []);
});

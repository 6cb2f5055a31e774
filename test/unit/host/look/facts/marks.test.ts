import assert from "node:assert/strict";
import { test } from "node:test";
import { marks } from "../../../../../src/host/look/facts/marks.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const parse = (...lines: string[]) =>
	marks.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		{ ...nothing, tables: { nftables: "lvs-web", routing: 20001 } },
	);

test("an address of /proc/net is read from its last byte on; one of zeros means every address, in either family", () => {
	const of = (address: string) =>
		parse(`listen /proc/net/tcp ${address}:1F90`).listeners;
	const one = (text: string) => ({ at: "one", text });
	for (const [address, found] of [
		["460012AC", one("172.18.0.70")],
		["0100007F", one("127.0.0.1")],
		["00000000", { at: "every" }],
		["00000000000000000000000000000000", { at: "every" }],
		// ::ffff:172.18.0.70
		["0000000000000000FFFF0000460012AC", one("172.18.0.70")],
		// fe80::ac12:46, whose last bytes are no address of IPv4
		[
			"000080FE0000000000000000460012AC",
			one("IPv6 000080FE0000000000000000460012AC"),
		],
	] as const)
		assert.deepEqual(of(address), [
			{ protocol: "tcp", address: found, port: 8080 },
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
		8: { kind: "table", family: "ip", name: "lvs-shop" },
		9: { kind: "other", words: "iptables, mangle PREROUTING" },
		10: { kind: "other", words: "ip rule 100:" },
	});
	assert.deepEqual(listeners, []);
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { judge } from "../../../src/filter/judge.ts";
import { addressToNumber, type Packet } from "../../../src/filter/packet.ts";
import { readIptables } from "../../../src/filter/read-iptables.ts";
import { readNft } from "../../../src/filter/read-nft.ts";
import type { Chain } from "../../../src/filter/ruleset.ts";

const packet: Packet = {
	hooks: ["prerouting", "input"],
	fields: {
		family: "ipv4",
		protocol: 6,
		to: addressToNumber("172.18.0.70"),
		toPort: 80,
		in: "eth1",
		state: "new",
		mark: 0,
		kind: "local",
		flags: 2,
	},
	before: 98,
};
const fate = (chains: Chain[]) => judge({ chains, unread: [] }, packet).kind;

/** Rules of prerouting, and of the chains to which it jumps. */
const marking = (...rules: string[]) =>
	readIptables("iptables", [
		"*mangle",
		":PREROUTING ACCEPT [0:0]",
		":BAD - [0:0]",
		...rules,
		"COMMIT",
		"*filter",
		":INPUT ACCEPT [0:0]",
		"-A INPUT -m mark --mark 0xbad -j DROP",
		"COMMIT",
	]);
const mark = "MARK --set-xmark 0xbad/0xffffffff";

/** Rules that mark packets -> what becomes of one in an input chain that drops what has the mark. */
const marks = {
	[`-A PREROUTING -j ${mark}`]: "drops",
	[`-A PREROUTING -j BAD\n-A BAD -j ${mark}`]: "drops",
	[`-A PREROUTING -s 203.0.113.0/24 -j ${mark}`]: "accepted",
	[`-A PREROUTING -s 203.0.113.0/24 -j BAD\n-A BAD -j ${mark}`]: "accepted",
	[`-A PREROUTING -s 203.0.113.0/24 -g BAD\n-A BAD -j ${mark}`]: "accepted",
	[`-A PREROUTING -s 192.0.2.0/24 -j ACCEPT\n-A PREROUTING -j ${mark}`]:
		"accepted",
	[`-A PREROUTING -s 192.0.2.0/24 -j RETURN\n-A PREROUTING -j ${mark}`]:
		"accepted",
	[`-A PREROUTING -j BAD\n-A BAD -s 192.0.2.0/24 -j RETURN\n-A BAD -j ${mark}`]:
		"accepted",
	[`-A PREROUTING -j BAD\n-A PREROUTING -j ${mark}\n-A BAD -s 192.0.2.0/24 -j ACCEPT`]:
		"accepted",
	// those that a rule stops have no mark, but come no further
	[`-A PREROUTING -s 192.0.2.0/24 -j DROP\n-A PREROUTING -j ${mark}`]: "drops",
	// who returns from a chain goes on where all do
	[`-A PREROUTING -j BAD\n-A PREROUTING -j ${mark}\n-A BAD -s 192.0.2.0/24 -j RETURN`]:
		"drops",
} as const;

suite("a mark that a rule writes", () => {
	for (const [rules, expected] of Object.entries(marks))
		test(`${rules.replaceAll("\n", "; ")}: ${expected}`, () => {
			assert.equal(fate(marking(...rules.split("\n"))), expected);
		});

	test("for some senders of a map alone, and for all others", () => {
		const at = { family: "inet", table: "g" };
		const writes = (chain: string, value: number) => ({
			rule: {
				...at,
				chain,
				handle: 1,
				expr: [{ mangle: { key: { meta: { key: "mark" } }, value } }],
			},
		});
		const by = (...entries: [string, string][]) => ({
			nftables: [
				{
					chain: {
						...at,
						name: "pre",
						type: "filter",
						hook: "prerouting",
						prio: -140,
					},
				},
				{ chain: { ...at, name: "m" } },
				{ chain: { ...at, name: "in", type: "filter", hook: "input" } },
				{
					rule: {
						...at,
						chain: "pre",
						handle: 1,
						expr: [
							{
								vmap: {
									key: { payload: { protocol: "ip", field: "saddr" } },
									data: {
										set: entries.map(([sender, target]) => [
											sender,
											target === "" ? { accept: null } : { jump: { target } },
										]),
									},
								},
							},
						],
					},
				},
				writes("m", 0xbad),
				{
					rule: {
						...at,
						chain: "in",
						handle: 1,
						expr: [
							{
								match: {
									op: "==",
									left: { meta: { key: "mark" } },
									right: 0xbad,
								},
							},
							{ drop: null },
						],
					},
				},
			],
		});
		assert.deepEqual(
			[
				fate(readNft(by(["*", "m"]))),
				fate(readNft(by(["203.0.113.7", "m"]))),
				fate(readNft(by(["192.0.2.7", ""], ["*", "m"]))),
			],
			["drops", "accepted", "accepted"],
		);
	});
});

suite("what a rule takes away from conntrack", () => {
	const input = (raw: readonly string[], state = "NEW") =>
		readIptables("iptables", [
			"*raw",
			":PREROUTING ACCEPT [0:0]",
			":BAD - [0:0]",
			...raw,
			"COMMIT",
			"*filter",
			":INPUT DROP [0:0]",
			`-A INPUT -p tcp -m conntrack --ctstate ${state} -j ACCEPT`,
			"COMMIT",
		]);

	test("all packets are untracked then", () => {
		assert.equal(
			fate(input(["-A PREROUTING -j BAD", "-A BAD -j CT --notrack"])),
			"drops",
		);
	});

	test("those of some senders alone, by a chain: the others are new", () => {
		assert.equal(
			fate(
				input([
					"-A PREROUTING -s 203.0.113.0/24 -j BAD",
					"-A BAD -j CT --notrack",
					"-A BAD -j ACCEPT",
				]),
			),
			"accepted",
		);
	});

	test("those of some senders are left out: the others may be meant", () => {
		const raw = [
			"-A PREROUTING -s 192.0.2.0/24 -j ACCEPT",
			"-A PREROUTING -p tcp -j CT --notrack",
		];
		assert.deepEqual(
			[fate(input(raw, "NEW")), fate(input(raw, "UNTRACKED"))],
			["accepted", "accepted"],
		);
	});
});

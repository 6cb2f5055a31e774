import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { blindChains } from "../../../src/filter/blind-chains.ts";
import { judge } from "../../../src/filter/judge.ts";
import { addressToNumber, type Packet } from "../../../src/filter/packet.ts";
import { readNft } from "../../../src/filter/read-nft.ts";

const packet: Packet = {
	hooks: ["prerouting", "input"],
	fields: {
		family: "ipv4",
		protocol: 6,
		to: addressToNumber("172.18.0.70"),
		toPort: 80,
		in: "eth1",
		state: "new",
		kind: "local",
		flags: 2,
	},
	before: 98,
};
const at = { family: "inet", table: "fw" };
const base = (name: string, prio = 0) => ({
	chain: { ...at, name, type: "filter", hook: "input", prio, policy: "drop" },
});
const rule = (chain: string, ...expr: Record<string, unknown>[]) => ({
	rule: { ...at, chain, handle: 1, expr },
});
const compare = (left: unknown, right: unknown, op = "==") => ({
	match: { op, left, right },
});
const port = { payload: { protocol: "tcp", field: "dport" } };
const protocol = { meta: { key: "l4proto" } };
const accept = { accept: null };

/** Rules of an input chain that drops by policy, as `nft -j` prints them -> what becomes of the packet. */
const cases: Record<string, [string, ...object[]]> = {
	"a port": ["accepted", rule("input", compare(port, 80), accept)],
	"a port that is not": [
		"drops",
		rule("input", compare(port, 80, "!="), accept),
	],
	"not a port of another protocol": [
		"drops",
		rule(
			"input",
			compare({ payload: { protocol: "udp", field: "dport" } }, 53, "!="),
			accept,
		),
	],
	"a set with a range": [
		"accepted",
		rule("input", compare(port, { set: [22, { range: [79, 81] }] }), accept),
	],
	"a named set": [
		"accepted",
		{ set: { ...at, name: "open", elem: [22, { elem: { val: 80 } }] } },
		rule("input", compare(port, "@open"), accept),
	],
	"a state in a list": [
		"accepted",
		rule(
			"input",
			compare({ ct: { key: "state" } }, ["established", "new"], "in"),
			accept,
		),
	],
	"a concatenation of protocol and port": [
		"accepted",
		rule(
			"input",
			compare(
				{ concat: [protocol, { payload: { protocol: "th", field: "dport" } }] },
				{ set: [{ concat: ["tcp", 80] }] },
			),
			accept,
		),
	],
	"a map of decisions to a chain": [
		"accepted",
		{ chain: { ...at, name: "web" } },
		rule("input", {
			vmap: {
				key: port,
				data: {
					set: [
						[22, { drop: null }],
						[80, { jump: { target: "web" } }],
					],
				},
			},
		}),
		rule("web", accept),
	],
	"a map of decisions without the port": [
		"drops",
		rule("input", { vmap: { key: port, data: { set: [[22, accept]] } } }),
	],
	"a protocol that is none of ours, whose number we do not know": [
		"drops",
		rule("input", compare(protocol, "ospf"), accept),
	],
	"not that protocol": [
		"accepted",
		rule("input", compare(protocol, "ospf", "!="), accept),
	],
	"several protocols, and none of them is ours": [
		"drops",
		rule(
			"input",
			compare(
				{ payload: { protocol: "ip", field: "protocol" } },
				{ set: ["icmp", "vrrp", "ospf"] },
			),
			accept,
		),
	],
	"several protocols, and one is ours": [
		"accepted",
		rule("input", compare(protocol, { set: ["tcp", "ospf"] }), accept),
	],
	"a map from protocols to decisions": [
		"accepted",
		rule("input", {
			vmap: {
				key: protocol,
				data: {
					set: [
						["ospf", { drop: null }],
						["tcp", accept],
					],
				},
			},
		}),
	],
	"a flag": [
		"accepted",
		rule(
			"input",
			compare(
				{
					"&": [
						{ payload: { protocol: "tcp", field: "flags" } },
						{ "|": ["syn", "ack"] },
					],
				},
				"syn",
			),
			accept,
		),
	],
	"a packet of IPv6 alone": [
		"drops",
		rule("input", compare({ meta: { key: "nfproto" } }, "ipv6"), accept),
	],
	"beyond a rate, which it is not at first": [
		"accepted",
		rule(
			"input",
			{ limit: { rate: 9, per: "second", inv: true } },
			{ drop: null },
		),
		rule("input", accept),
	],
	"beyond a quota, which it is not at first": [
		"accepted",
		rule(
			"input",
			{ quota: { val: 500, val_unit: "mbytes", inv: true } },
			{ drop: null },
		),
		rule("input", { quota: "q" }, { drop: null }),
		rule("input", accept),
	],
	"beyond a rate that has a name": [
		"accepted",
		rule("input", { limit: "l" }, { drop: null }),
		rule("input", accept),
	],
	"a map that drops all but the port": [
		"accepted",
		rule("input", {
			vmap: {
				key: port,
				data: {
					set: [
						[80, { continue: null }],
						["*", { drop: null }],
					],
				},
			},
		}),
		rule("input", accept),
	],
	"a map that goes on with another port": [
		"drops",
		rule("input", {
			vmap: {
				key: port,
				data: {
					set: [
						[22, { continue: null }],
						["*", { drop: null }],
					],
				},
			},
		}),
		rule("input", accept),
	],
	"a chain after IPVS": ["accepted", base("late", 100), rule("input", accept)],
	"a late chain of a hook before the one in which IPVS takes it": [
		"drops",
		{
			chain: {
				...at,
				name: "pre",
				type: "filter",
				hook: "prerouting",
				prio: 100,
			},
		},
		rule("pre", compare(port, 80), { drop: null }),
		rule("input", accept),
	],
	"an earlier chain that drops": [
		"rejects",
		base("early", -10),
		rule("early", { reject: null }),
		rule("input", accept),
	],
	"a match that we do not know": [
		"unknown",
		rule("input", compare({ osf: { key: "name" } }, "Linux"), accept),
	],
	"some neighbours alone": [
		"unknown",
		rule(
			"input",
			compare(
				{ payload: { protocol: "ether", field: "saddr" } },
				"52:54:00:12:34:56",
			),
			accept,
		),
	],
	"one address of some neighbours alone": [
		"unknown",
		rule(
			"input",
			compare(
				{
					concat: [
						{ payload: { protocol: "ether", field: "saddr" } },
						{ payload: { protocol: "ip", field: "saddr" } },
					],
				},
				{ set: [{ concat: ["52:54:00:12:34:56", "192.0.2.7"] }] },
			),
			accept,
		),
	],
	"frames that hold packets of IPv4": [
		"accepted",
		rule(
			"input",
			compare({ payload: { protocol: "ether", field: "type" } }, "ip"),
			accept,
		),
	],
	"a rule of iptables' own match": [
		"unknown",
		rule("input", { xt: { type: "match", name: "geoip" } }, accept),
	],
	"a program that decides": ["unknown", rule("input", { queue: null })],
};

suite("rules of nftables", () => {
	for (const [name, [fate, ...objects]] of Object.entries(cases))
		test(`${name}: ${fate}`, () => {
			const chains = readNft({ nftables: [base("input"), ...objects] });
			assert.equal(judge({ chains, unread: [] }, packet).kind, fate);
		});

	test("a set whose elements were not listed cannot be judged", () => {
		const nftables = [
			base("input"),
			{ set: { ...at, name: "open" } },
			rule("input", compare(port, "@open"), accept),
		];
		const judged = (terse: boolean) =>
			judge(
				{ chains: readNft({ nftables }, undefined, terse), unread: [] },
				packet,
			).kind;
		assert.deepEqual([judged(false), judged(true)], ["drops", "unknown"]);
	});

	test("a rule is told as one would write it", () => {
		const [chain] = readNft({
			nftables: [
				base("input"),
				rule(
					"input",
					compare({ ct: { key: "state" } }, "invalid", "in"),
					compare(port, { set: [80, 443] }, "!="),
					{ counter: { packets: 1, bytes: 60 } },
					{ drop: null },
				),
			],
		});
		assert.equal(
			chain?.rules[0]?.text,
			"ct state invalid tcp dport != { 80, 443 } counter drop",
		);
	});

	test("a rate and a quota that have a name are told by it", () => {
		const [chain] = readNft({
			nftables: [
				base("input"),
				rule("input", { limit: "slow" }, { quota: "much" }, { drop: null }),
			],
		});
		assert.equal(
			chain?.rules[0]?.text,
			'limit name "slow" quota name "much" drop',
		);
	});

	test("chains that see frames are said not to be judged, where they may stop something", () => {
		const chain = (family: string, name: string, more: object) => ({
			chain: { family, table: "f", name, type: "filter", prio: 0, ...more },
		});
		const drop = (family: string, chain: string) => ({
			rule: { family, table: "f", chain, handle: 1, expr: [{ drop: null }] },
		});
		const hook = { hook: "input", policy: "accept" };
		assert.deepEqual(
			blindChains({
				nftables: [
					chain("arp", "in", hook),
					drop("arp", "in"),
					// as arptables leaves them behind
					chain("arp", "empty", hook),
					chain("bridge", "in", { ...hook, policy: "drop" }),
					chain("bridge", "some", {}),
					drop("bridge", "some"),
					chain("ip6", "in", hook),
					drop("ip6", "in"),
				],
			}),
			[
				"table arp f, chain in works on questions and answers of ARP, by which neighbours find this host, and is not judged",
				"table bridge f, chain in works on what comes and goes by the ports of bridges, and is not judged",
			],
		);
	});

	test("a table that is switched off stops nothing, and nothing is said of it", () => {
		const of = (flags: unknown) => ({
			nftables: [
				{ table: { family: "inet", name: "fw", flags } },
				base("input"),
				{ chain: { ...at, name: "early", hook: "ingress" } },
				rule("early", { drop: null }),
			],
		});
		const told = (flags: unknown) => [
			judge({ chains: readNft(of(flags)), unread: [] }, packet).kind,
			blindChains(of(flags)).length,
		];
		assert.deepEqual(
			[undefined, "owner", "dormant", ["owner", "dormant"]].map(told),
			[
				["drops", 1],
				["drops", 1],
				["accepted", 0],
				["accepted", 0],
			],
		);
	});

	test("a table that is switched off says nothing of one that has its name in another family", () => {
		const nftables = [
			{ table: { family: "ip6", name: "fw", flags: "dormant" } },
			base("input"),
		];
		const chains = readNft({ nftables });
		assert.equal(judge({ chains, unread: [] }, packet).kind, "drops");
	});

	test("chains on a device are said not to be judged", () => {
		const nftables = [
			{ chain: { ...at, name: "early", hook: "ingress" } },
			rule("early", { drop: null }),
		];
		assert.deepEqual(blindChains({ nftables }), [
			"table inet fw, chain early works on a device before all others (hook ingress), and is not judged",
		]);
	});
});

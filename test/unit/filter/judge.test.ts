import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { judge } from "../../../src/filter/judge.ts";
import { addressToNumber, type Packet } from "../../../src/filter/packet.ts";
import { readIptables } from "../../../src/filter/read-iptables.ts";
import type { Chain } from "../../../src/filter/ruleset.ts";

const request: Packet = {
	hooks: ["prerouting", "input"],
	fields: {
		family: "ipv4",
		protocol: 6,
		to: addressToNumber("172.18.0.70"),
		toPort: 80,
		in: "eth1",
		state: "untracked",
		mark: 0,
		kind: "local",
		flags: 2,
	},
	before: 98,
};
const answer: Packet = {
	hooks: ["prerouting", "forward"],
	fields: {
		family: "ipv4",
		protocol: 6,
		from: addressToNumber("10.88.0.67"),
		fromPort: 8080,
		in: "eth2",
		out: "eth1",
		state: "established",
		kind: "unicast",
		flags: 16,
	},
};
const filter = (...lines: string[]): Chain[] =>
	readIptables("iptables", ["*filter", ...lines, "COMMIT"]);
const input = (...rules: string[]) =>
	filter(":INPUT DROP [0:0]", ":web - [0:0]", ...rules);

/** Rules of an input chain that drops by policy -> what becomes of a client's packet to port 80. */
const requests = {
	"": "drops",
	"-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT": "accepted",
	"-A INPUT -p tcp -m multiport --dports 22,80:90 -j ACCEPT": "accepted",
	"-A INPUT -p udp -m udp --dport 80 -j ACCEPT": "drops",
	"-A INPUT -p ospf -j ACCEPT": "drops",
	"-A INPUT -p l2tp -j ACCEPT": "drops",
	"-A INPUT -p 89 -j ACCEPT": "drops",
	"-A INPUT ! -p ospf -j ACCEPT": "accepted",
	"-A INPUT ! -i eth1 -j ACCEPT": "drops",
	"-A INPUT -i eth+ -j ACCEPT": "accepted",
	"-A INPUT -d 172.18.0.64/28 -j ACCEPT": "accepted",
	"-A INPUT -d 172.18.0.0/26 -j ACCEPT": "drops",
	// the operator chooses who may come
	"-A INPUT -s 192.0.2.0/24 -j ACCEPT": "accepted",
	// without a state it is not new
	"-A INPUT -p tcp -m state --state NEW -m tcp --dport 80 -j ACCEPT": "drops",
	"-A INPUT -p tcp -m conntrack --ctstate NEW,UNTRACKED -m tcp --dport 80 -j ACCEPT":
		"accepted",
	'-A INPUT -m comment --comment "port 80 -j ACCEPT" -j web\n-A web -p tcp -m tcp --dport 80 -j ACCEPT':
		"accepted",
	"-A INPUT -j web\n-A INPUT -j ACCEPT\n-A web -j RETURN": "accepted",
	"-A INPUT -g web\n-A INPUT -j ACCEPT\n-A web -j RETURN": "drops",
	"-A INPUT -j web\n-A INPUT -j ACCEPT\n-A web -j REJECT --reject-with icmp-port-unreachable":
		"rejects",
	"-A INPUT -m limit --limit 5/sec -j ACCEPT": "accepted",
	"-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT":
		"accepted",
	"-A INPUT -m mark --mark 0x4000/0x4000 -j ACCEPT": "drops",
	"-A INPUT -m mark ! --mark 0x4000/0x4000 -j ACCEPT": "accepted",
	"-A INPUT -p tcp -j MARK --set-xmark 0x1/0xffffffff\n-A INPUT -m mark --mark 0x1 -j ACCEPT":
		"accepted",
	// what becomes of the mark is not known any more
	"-A INPUT -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff\n-A INPUT -m mark --mark 0x1 -j ACCEPT":
		"accepted",
	"-A INPUT -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff\n-A INPUT -m mark --mark 0x1 -j ACCEPT":
		"drops",
	"-A INPUT -m connmark --mark 0x1 -j ACCEPT": "unknown",
	"-A INPUT -m set --match-set friends src -j ACCEPT": "unknown",
	"-A INPUT -m set --match-set friends src -j DROP\n-A INPUT -j ACCEPT":
		"unknown",
	// what cannot be judged makes no difference
	"-A INPUT -m set --match-set friends src -j DROP": "drops",
	"-A INPUT -m set --match-set friends src -j ACCEPT\n-A INPUT -j ACCEPT":
		"accepted",
} as const;

suite("the outside of a tunnel's packet", () => {
	const outside: Packet = { hooks: ["input"], fields: { protocol: 4 } };
	for (const [name, fate] of [
		["4", "accepted"],
		["ipencap", "accepted"],
		["ipv4", "accepted"],
		// by /etc/protocols this is 94
		["ipip", "drops"],
	] as const)
		test(`-p ${name}: ${fate}`, () => {
			const chains = input(`-A INPUT -p ${name} -j ACCEPT`);
			assert.equal(judge({ chains, unread: [] }, outside).kind, fate);
		});
});

suite("a packet of a client in input", () => {
	for (const [rules, fate] of Object.entries(requests))
		test(`${rules.replaceAll("\n", "; ") || "no rule"}: ${fate}`, () => {
			const chains = input(...rules.split("\n"));
			assert.equal(judge({ chains, unread: [] }, request).kind, fate);
		});

	test("the place names the chain, the rule, and the way there", () => {
		const chains = input("-A INPUT -j web", "-A web -p tcp -j DROP");
		const found = judge({ chains, unread: [] }, request);
		assert.ok(found.kind === "drops");
		assert.deepEqual(
			[found.chain.table, found.chain.name, found.rule?.text, found.trail],
			[
				"iptables table filter",
				"web",
				"-A web -p tcp -j DROP",
				["INPUT", "web"],
			],
		);
	});

	test("what cannot be judged is named with its rule", () => {
		const chains = input("-A INPUT -m set --match-set friends src -j ACCEPT");
		assert.deepEqual(judge({ chains, unread: [] }, request), {
			kind: "unknown",
			why: [
				'"--match-set" cannot be judged in iptables table filter, chain INPUT, rule "-A INPUT -m set --match-set friends src -j ACCEPT"',
			],
		});
	});

	test("a published port of a container takes what conntrack judges, and leaves the rest alone", () => {
		const chains = readIptables("iptables", [
			"*nat",
			":PREROUTING ACCEPT [0:0]",
			":DOCKER - [0:0]",
			"-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
			"-A DOCKER ! -i docker0 -p tcp -m tcp --dport 80 -j DNAT --to-destination 172.17.0.2:80",
		]);
		const tracked = { ...request, fields: { ...request.fields, state: "new" } };
		assert.equal(judge({ chains, unread: [] }, tracked).kind, "diverts");
		assert.equal(judge({ chains, unread: [] }, request).kind, "accepted");
	});
});

suite("an answer of NAT in forward", () => {
	const docker = [
		":FORWARD DROP [0:0]",
		":DOCKER-USER - [0:0]",
		"-A FORWARD -j DOCKER-USER",
		"-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
		"-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
	];

	test("docker's policy drops it, and a rule of DOCKER-USER lets it through", () => {
		assert.equal(
			judge({ chains: filter(...docker), unread: [] }, answer).kind,
			"drops",
		);
		const open = filter(
			...docker,
			"-A DOCKER-USER -s 10.88.0.67/32 -p tcp -m tcp --sport 8080 -j ACCEPT",
		);
		assert.equal(judge({ chains: open, unread: [] }, answer).kind, "accepted");
	});

	test("that of a container passes", () => {
		const inside = { ...answer, fields: { ...answer.fields, in: "docker0" } };
		assert.equal(
			judge({ chains: filter(...docker), unread: [] }, inside).kind,
			"accepted",
		);
	});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRules } from "../../../src/diagnose/parse-rules.ts";
import { selects } from "../../../src/diagnose/routing-rule.ts";
import { type Changing, changed, host, judged } from "./changed.ts";
import {
	answersLost,
	noConnection,
	portsAt,
	retrace,
	saidOf,
} from "./traced.ts";

// Rules of routing that others made, and that are asked before ours.

const sent = {
	from: "10.88.0.11",
	to: "10.77.0.14",
	protocol: "tcp",
	fromPort: 8080,
};

for (const [line, does] of [
	["100:	from 10.88.0.11 lookup 100", true],
	["100:	from 10.88.0.0/24 lookup isp", true],
	["100:	from all lookup 100", true],
	["100:	from all to 10.77.0.0/24 lookup 100", true],
	["100:	from all ipproto tcp sport 8000-8100 lookup 100", true],
	["100:	from all iif lo lookup 100", true],
	["100:	from 10.88.0.12 lookup 100", false],
	["100:	from all to 10.99.0.0/16 lookup 100", false],
	["100:	from all ipproto udp lookup 100", false],
	["100:	from all sport 80 lookup 100", false],
	["100:	from all fwmark 0x7 lookup 100", false],
	["100:	from all iif eth1 lookup 100", false],
	["100:	not from 10.99.0.0/16 lookup 100", false],
	["100:	from all lookup 100 suppress_prefixlength 0", true],
] as const)
	test(`${line.replace("\t", " ")}: ${does ? "selects" : "does not surely select"} the answer`, () => {
		const [rule] = parseRules([line]);
		assert.ok(rule !== undefined);
		assert.equal(selects(rule, sent), does);
	});

test("rules that do not ask a table are left out", () => {
	assert.deepEqual(
		parseRules([
			"0:	from all lookup local",
			"50:	from all goto 100",
			"60:	from 10.0.0.1 unreachable",
		]).map(({ priority, table }) => [priority, table]),
		[[0, "local"]],
	);
});

/** The answers of rs1 are lost. */
function lost(heard: Changing): void {
	answersLost(heard, portsAt(heard, "rs1"), "lb", "client");
}

function byNat(rules: readonly string[], route: string) {
	const { findings } = judged("sound-nat", (heard) => {
		const rs1 = host(heard, "rs1");
		rs1.rules?.splice(1, 0, ...rules);
		rs1["route answer"] = [route, "    cache "];
		// lb has the answers of DR's services alone
		lost(heard);
	});
	return findings.map(({ host: name, cause, wayOut }) => [
		`${name}: ${cause}`,
		wayOut,
	]);
}

const gateway =
	"10.77.0.14 from 10.88.0.11 via 10.88.0.1 dev eth2 table 100 uid 0 ";

test("by NAT a rule of others is asked before ours: it is named, and up is not advised", () => {
	assert.deepEqual(byNat(["100:	from 10.88.0.11 lookup 100"], gateway), [
		[
			'rs1: the answer leaves by eth2 to 10.88.0.1, not to lb (10.88.0.10): its rule "100: from 10.88.0.11 lookup 100" is asked before ours, 26125',
			"On rs1, give that rule a priority above 26125, or delete it: ip rule del pref 100; where the network's files make it, there too, so that it holds after a reboot.",
		],
	]);
});

test("two rules have the same priority: the one that is meant is told whole", () => {
	const [[, wayOut] = []] = byNat(
		["100:	from 10.88.0.11 lookup 100", "100:	from 10.99.0.1 lookup 101"],
		gateway,
	);
	assert.match(
		wayOut ?? "",
		/: ip rule del pref 100 from 10\.88\.0\.11 lookup 100;/,
	);
});

test("a rule that asks another table than the one with the route, one after ours, and none: up puts ours back", () => {
	for (const rules of [
		["100:	from 10.88.0.11 lookup 101"],
		["30000:	from 10.88.0.11 lookup 100"],
		[],
	])
		assert.deepEqual(byNat(rules, gateway), [
			[
				"rs1: the answer leaves by eth2 to 10.88.0.1, not to lb (10.88.0.10)",
				"Run lvsctl up, which routes the answers through the director.",
			],
		]);
});

test("by DR a rule of others sends the answers of the VIP another way: the route of the link is not said to be gone", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const rs1 = host(heard, "rs1");
			rs1.rules?.splice(1, 0, "100:	from 10.77.0.70 lookup 100");
			rs1["route answer"] = [
				"10.77.0.14 from 10.77.0.70 via 10.0.2.2 dev eth0 table 100 uid 0",
				"    cache",
			];
			retrace(heard, "client", portsAt(heard, "rs1"), "answers", () => []);
			saidOf(heard, portsAt(heard, "rs1"), noConnection);
		}),
		[
			'rs1: the answer leaves by eth0 to 10.0.2.2 and is lost: its rule "100: from 10.77.0.70 lookup 100" is asked before the main table, and it has 10.77.0.11/24 on eth1',
		],
	);
});

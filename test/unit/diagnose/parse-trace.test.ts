import assert from "node:assert/strict";
import { test } from "node:test";
import { at, reached } from "../../../src/diagnose/packet.ts";
import { parseTrace } from "../../../src/diagnose/parse-trace.ts";

const own = "lvs-diagnose-x";
const head = (id: string, chain: string, rest: string) =>
	`trace id ${id} ip ${own} ${chain} packet: ${rest} `;
const syn =
	"ip saddr 172.18.0.10 ip daddr 172.18.0.70 ip dscp cs0 ip ecn not-ect ip ttl 64 ip id 1 ip length 60 tcp sport 61002 tcp dport 80 tcp flags == syn tcp window 64240";
const came = `iif "eth1" ether saddr 52:54:b3:2d:10:5e ether daddr 52:54:10:4b:86:19 ${syn}`;

test("a packet that a filter drops: its stages, its frame, and the rule that nft names", () => {
	const [packet, ...others] = parseTrace(
		[
			head("a1", "first", came),
			`trace id a1 ip ${own} first policy accept `,
			head("a1", "routed", came),
			head("a1", "arrived", came),
			`trace id a1 inet fw input packet: ${came} `,
			"trace id a1 inet fw input rule tcp dport 80 drop (verdict drop)",
		],
		own,
	);
	assert.ok(packet !== undefined && others.length === 0);
	assert.ok(reached(packet, "arrived") && !reached(packet, "admitted"));
	assert.deepEqual(packet.decisions, [
		{
			table: "inet fw",
			chain: "input",
			rule: "tcp dport 80 drop",
			does: "drop",
		},
	]);
	assert.deepEqual(at(packet, "first"), {
		stage: "first",
		from: "172.18.0.10",
		to: "172.18.0.70",
		fromPort: 61002,
		toPort: 80,
		protocol: "tcp",
		inDevice: "eth1",
		fromMac: "52:54:b3:2d:10:5e",
		flags: ["syn"],
		length: 60,
	});
});

test("a policy drops too, and a mark is read from the rule that sets it", () => {
	const [packet] = parseTrace(
		[
			head("a1", "first", came),
			"trace id a1 ip lvs-web prerouting rule ip daddr 172.18.0.70 tcp dport { 80, 8080 } meta mark set 0x00000007 (verdict continue)",
			"trace id a1 inet fw input policy drop ",
		],
		own,
	);
	assert.equal(packet?.mark, 7);
	assert.deepEqual(
		packet?.decisions.map(({ rule, does }) => [rule, does]).at(-1),
		["policy drop", "drop"],
	);
});

test("the kernel uses a number again: what starts anew is another packet, and so is the answer of a socket", () => {
	const packets = parseTrace(
		[
			head("a1", "first", came),
			head("a1", "delivered", came),
			head(
				"a1",
				"sent",
				'oif "eth1" ip saddr 172.18.0.70 ip daddr 172.18.0.10 ip length 60 tcp sport 80 tcp dport 61002 tcp flags == 0x12 tcp window 1',
			),
			head("a1", "first", came),
			head("a1", "admitted", came),
			// what IPVS sends on keeps the device by which it came
			head("a1", "sent", `oif "eth1" @ll,0,112 0x52 ${syn}`),
			head("a1", "left", `iif "eth1" oif "eth1" ${syn}`),
		],
		own,
	);
	assert.deepEqual(
		packets.map(({ sightings }) => sightings.map(({ stage }) => stage)),
		[["first", "delivered"], ["sent"], ["first", "admitted", "sent", "left"]],
	);
	assert.deepEqual(packets[1]?.sightings[0]?.flags, ["syn", "ack"]);
});

test("lines that are cut off or of another kind are left out", () => {
	assert.deepEqual(parseTrace(["trace id", "", "flags"], own), []);
});

test("what a chain at the link drops never comes to prerouting, and its rule is named; what it lets through is one packet", () => {
	const early = (id: string) => [
		`trace id ${id} netdev ${own} early1 packet: ${came} `,
		`trace id ${id} netdev ${own} early1 rule ip saddr 172.18.0.10 meta nftrace set 1 (verdict continue)`,
	];
	const packets = parseTrace(
		[
			...early("a1"),
			"trace id a1 netdev fw c rule tcp dport 80 drop (verdict drop)",
			// the kernel uses the number again
			...early("a1"),
			"trace id a1 netdev fw c policy accept ",
			head("a1", "first", came),
			head("a1", "routed", came),
			// a port of a bridge: the packet comes in again by the bridge, with another number
			...early("b2"),
			head("c3", "first", came),
		],
		own,
	);
	assert.deepEqual(
		packets.map(({ sightings, decisions }) => [
			sightings.map(({ stage }) => stage).join(" "),
			decisions.map(({ table, does }) => `${table} ${does}`).join(),
		]),
		[
			["first", "netdev fw drop"],
			["first routed", "netdev fw accept"],
			["first", ""],
		],
	);
});

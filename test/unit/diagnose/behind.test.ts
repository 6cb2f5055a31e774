import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLinks } from "../../../src/diagnose/parse-network.ts";
import { type Changing, changed, host, replace } from "./changed.ts";
import {
	answersLost,
	decided,
	opens,
	portsAt,
	retrace,
	stageOf,
} from "./traced.ts";

// What drops packets behind the last place where we see them leave, and on devices beneath the one with the address.

const rule = "netdev fw c rule tcp dport 80 drop (verdict drop)";
const place = 'table netdev fw, chain c, rule "tcp dport 80 drop"';
const back = "netdev fw c rule tcp sport 80 drop (verdict drop)";
const placeBack = 'table netdev fw, chain c, rule "tcp sport 80 drop"';

/** The first packets of a host leave, and are dropped at the link. */
function droppedAtLink(
	heard: Changing,
	name: string,
	way: "requests" | "answers",
	words: string,
): void {
	retrace(heard, name, portsAt(heard, "rs1"), way, (lines) =>
		opens(lines) ? [...lines, decided(stageOf(lines, "left"), words)] : [],
	);
}

/** Nothing of what goes to rs1 comes further than the first of these, and no answer. */
function gone(heard: Changing, requests: readonly string[]): void {
	const ports = portsAt(heard, "rs1");
	for (const name of requests)
		retrace(heard, name, ports, "requests", () => []);
	answersLost(heard, ports, "rs1", "client");
}

test("lb's filter at the link drops what leaves for rs1", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			droppedAtLink(heard, "lb", "requests", rule);
			gone(heard, ["rs1"]);
		}),
		[`lb: its filter drops the request on its way to rs1: ${place}`],
	);
});

test("rs1's filter at the link drops its answers, by DR and by NAT", () => {
	for (const layout of ["sound-dr", "sound-nat"])
		assert.deepEqual(
			changed(layout, (heard) => {
				const ports = portsAt(heard, "rs1");
				droppedAtLink(heard, "rs1", "answers", back);
				const after = layout === "sound-nat" ? ["lb", "client"] : ["client"];
				answersLost(heard, ports, ...after);
			}),
			[`rs1: its filter drops its own answer: ${placeBack}`],
		);
});

test("lb's filter at the link drops the answers of NAT", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			const ports = portsAt(heard, "rs1");
			droppedAtLink(heard, "lb", "answers", back);
			answersLost(heard, ports, "client");
		}),
		[`lb: its filter drops the answer, rs1 -> client: ${placeBack}`],
	);
});

test("answers come to lb by a link that does not forward, though ip_forward is 1", () => {
	const [found] = changed("sound-nat", (heard) => {
		answersLost(heard, portsAt(heard, "rs1"), "client");
		host(heard, "lb").sysctls?.push("ipv4/conf/eth2/forwarding:0");
	});
	assert.equal(
		found,
		"lb: net.ipv4.conf.eth2.forwarding = 0: it does not send on the answer, rs1 -> client, which comes in by eth2",
	);
});

test("the client's filter at the link drops its requests", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const ports = portsAt(heard, "rs1");
			retrace(heard, "client", ports, "requests", (lines) =>
				opens(lines) ? [...lines, decided(stageOf(lines, "left"), rule)] : [],
			);
			gone(heard, ["lb", "rs1"]);
		}),
		[`client: its own filter drops the request: ${place}`],
	);
});

test("links are told with the bond or bridge that they are ports of, and with what they stand on", () => {
	const links = parseLinks([
		"3: eth1: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc fq master br0 state UP \\    link/ether 52:54:00:00:01:01 brd ff \\    bridge_slave state forwarding ",
		"5: br0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP \\    link/ether 52:54:00:00:01:01 brd ff \\    bridge forward_delay 1500 ",
		"6: eth2.100@eth2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue \\    link/ether 52:54:00:00:01:02 brd ff \\    vlan protocol 802.1Q id 100 ",
		"7: veth0@if2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue \\    link/ether 52:54:00:00:01:03 brd ff \\    veth ",
		"8: tunl0@NONE: <NOARP,UP,LOWER_UP> mtu 1480 qdisc noqueue \\    link/ipip 0.0.0.0 brd 0.0.0.0 \\    ipip any remote any local any ",
	]);
	assert.deepEqual(
		links.map(({ device, kind, master, lower }) => [
			device,
			kind,
			master,
			lower,
		]),
		[
			["eth1", "", "br0", undefined],
			["br0", "bridge", undefined, undefined],
			["eth2.100", "", undefined, "eth2"],
			["veth0", "", undefined, undefined],
			["tunl0", "ipip", undefined, undefined],
		],
	);
});

/** rs1's address is on a bridge over eth2, or on a VLAN of it. */
function above(heard: Changing, what: "bridge" | "vlan"): void {
	const rs1 = host(heard, "rs1");
	const name = what === "bridge" ? "br0" : "eth2.100@eth2";
	const device = name.replace(/@.*/, "");
	replace(rs1, "addresses", /^4: eth2 /g, `9: ${device} `);
	const mac = /link\/ether (\S+)/.exec(
		rs1.links?.find((line) => line.includes(": eth2: ")) ?? "",
	)?.[1];
	if (what === "bridge")
		replace(rs1, "links", /(: eth2: .* mtu 1500)/g, "$1 master br0");
	rs1.links?.push(
		`9: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP \\    link/ether ${mac} brd ff:ff:ff:ff:ff:ff \\    ${what} `,
	);
	gone(heard, ["rs1"]);
}

for (const what of ["bridge", "vlan"] as const)
	test(`traffic control on the device beneath a ${what} drops what comes in: named where the kernel counted it, else as what may be`, () => {
		const control = ["qdisc clsact ffff: dev eth2 parent ffff:fff1 "];
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				above(heard, what);
				host(heard, "rs1").control = control;
				host(heard, "rs1").drops = ["TC_INGRESS"];
			}),
			[
				"rs1: its filter drops the request: traffic control, tc filter show dev eth2 ingress (the kernel counted 1 there)",
			],
		);
		const [maybe] = changed("sound-dr", (heard) => {
			above(heard, what);
			host(heard, "rs1").control = control;
		});
		assert.match(
			maybe ?? "",
			/^rs1: nothing of the probe came in: .*, or dropped by traffic control on eth2 \(a filter\) of rs1$/,
		);
	});

test("a filter of the bridge that has the address may have dropped it; without a bridge it has no part in it", () => {
	const frames = [
		"bridge table bridge f|in|\t\tip daddr 10.99.0.1 drop",
		"bridge table bridge f|in|\t\ttcp dport 80 drop",
	];
	const [maybe] = changed("sound-dr", (heard) => {
		above(heard, "bridge");
		host(heard, "rs1").frames = frames;
	});
	assert.match(
		maybe ?? "",
		/, or dropped by a filter of bridges \(table bridge f, chain in, rule "ip daddr 10\.99\.0\.1 drop"\) or a filter of bridges \(table bridge f, chain in, rule "tcp dport 80 drop"\) of rs1$/,
	);
	const [without] = changed("sound-dr", (heard) => {
		gone(heard, ["rs1"]);
		host(heard, "rs1").frames = frames;
	});
	assert.match(without ?? "", /it is lost on the way$/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, changed, host, judged, replace } from "./changed.ts";

// A host has the address, and does not answer ARP for it.

const drop = "arp table arp f|in|\t\tarp daddr ip 10.77.0.70 drop";

/** Nobody answers the client that asks for the VIP. */
function unanswered(heard: Changing): void {
	replace(
		host(heard, "client"),
		"neighbours",
		/^10\.77\.0\.70 dev eth1 .*/g,
		"10.77.0.70 dev eth1 FAILED ",
	);
	for (const sections of Object.values(heard.answers)) sections.trace = [];
	host(heard, "lb").connections = [];
	heard.said = heard.said
		.split("\n")
		.map((line) =>
			line.replace(/^(\d+) .*/, "$1 7 000 0.0 3.0 curl: (7) No route to host"),
		)
		.join("\n");
}

const begins = "client: nobody answers ARP for the VIP 10.77.0.70: ";

for (const [what, frames, says] of [
	[
		"drops it",
		["arp table arp f|in|\t\tarp daddr ip 10.99.0.1 drop", drop],
		'lb has it on eth1, and its filter of ARP drops the question or the answer: table arp f, chain in, rule "arp daddr ip 10.77.0.70 drop"',
	],
	[
		"may drop it",
		[
			"arp table arp f|in|\t\ttype filter hook input priority filter; policy drop;",
		],
		"lb has it on eth1, and its filter of ARP may drop the question or the answer: table arp f, chain in, policy drop",
	],
	[
		"is one of arptables",
		["arp arptables, table filter|INPUT|-A INPUT -j DROP -d 10.77.0.70"],
		'lb has it on eth1, and its filter of ARP drops the question or the answer: arptables, table filter, chain INPUT, rule "-A INPUT -j DROP -d 10.77.0.70"',
	],
	[
		"is none, but one of bridges",
		["bridge table bridge f|in|\t\tarp daddr ip 10.77.0.70 drop"],
		"lb has it on eth1, which is not the client's link, or the link loses what it answers",
	],
] as const)
	test(`a filter of ARP on lb ${what}`, () => {
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				unanswered(heard);
				host(heard, "lb").frames = [...frames];
			}),
			[begins + says],
		);
	});

test("arp_filter of lb, whose way to the client is by another link: not up, but the setting is the way out", () => {
	const { findings } = judged("sound-dr", (heard) => {
		unanswered(heard);
		const lb = host(heard, "lb");
		lb.sysctls?.push(
			"ipv4/conf/all/arp_filter:1",
			"ipv4/conf/eth1/arp_filter:0",
		);
		lb["route client"] = [
			"10.77.0.14 via 10.0.2.2 dev eth0 src 10.0.2.15 uid 0 ",
		];
	});
	assert.deepEqual(
		findings.map(({ cause }) => cause),
		[
			"nobody answers ARP for the VIP 10.77.0.70: lb has it on eth1 and keeps silent: net.ipv4.conf.all.arp_filter = 1, and its way back is by eth0",
		],
	);
	assert.match(findings[0]?.wayOut ?? "", /arp_filter=0/);
});

test("a kernel that checks sources answers no question of ARP whose asker it has no way back to", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			unanswered(heard);
			const lb = host(heard, "lb");
			replace(lb, "sysctls", /^(ipv4\/conf\/eth1\/rp_filter):0/g, "$1:2");
			lb["route client"] = ["RTNETLINK answers: Network is unreachable"];
		}),
		[
			`${begins}lb has it on eth1 and keeps silent: net.ipv4.conf.eth1.rp_filter = 2, and it has no way back: Network is unreachable`,
		],
	);
});

test("arp_filter of lb, whose way to the client is by the same link, is no cause", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			unanswered(heard);
			host(heard, "lb").sysctls?.push("ipv4/conf/all/arp_filter:1");
		}),
		[
			`${begins}lb has it on eth1, which is not the client's link, or the link loses what it answers`,
		],
	);
});

test("a filter of ARP on rs1 keeps it silent to lb", () => {
	const lines = changed("sound-dr", (heard) => {
		replace(
			host(heard, "lb"),
			"neighbours",
			/^10\.88\.0\.11 dev eth2 .*/g,
			"10.88.0.11 dev eth2 FAILED ",
		);
		host(heard, "rs1").frames = [drop.replace("10.77.0.70", "10.88.0.11")];
		host(heard, "rs1").trace = [];
	});
	assert.deepEqual(lines, [
		'lb: rs1 (10.88.0.11) does not answer ARP on eth2: rs1 has it on eth2, and its filter of ARP drops the question or the answer: table arp f, chain in, rule "arp daddr ip 10.88.0.11 drop"',
	]);
});

test("the VIP is on a link of lb with a dot in its name: the setting is told as sysctl takes it", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			unanswered(heard);
			const lb = host(heard, "lb");
			lb.addresses = (lb.addresses ?? []).map((line) =>
				line.replace(/^3: eth1 (.*10\.77\.0\.70)/, "9: eth1.7 $1"),
			);
			lb.sysctls?.push("ipv4/conf/eth1.7/arp_ignore:8");
		}),
		[
			`${begins}lb has it on eth1.7 and keeps silent: net.ipv4.conf.eth1/7.arp_ignore = 8`,
		],
	);
});

for (const value of ["1", "2"])
	test(`lb has no way back to the client, and rp_filter ${value}: the check is named, and not routing`, () => {
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				const lb = host(heard, "lb");
				lb["route client"] = ["RTNETLINK answers: Network is unreachable"];
				lb.trace = (lb.trace ?? []).filter((line) =>
					/ (first|routed) packet: .* flags == syn /.test(line),
				);
				lb.connections = [];
				replace(
					lb,
					"sysctls",
					/^(ipv4\/conf\/eth1\/rp_filter):0/g,
					`$1:${value}`,
				);
				for (const name of ["rs1", "rs2"]) host(heard, name).trace = [];
				const client = host(heard, "client");
				client.trace = (client.trace ?? []).filter((line) =>
					/ flags == syn /.test(line),
				);
				heard.said = heard.said
					.split("\n")
					.map((line) =>
						line.replace(/^(\d+) .*/, "$1 28 000 0.0 3.0 curl: (28) timed out"),
					)
					.join("\n");
			}),
			[
				`lb: reverse path filter on eth1: net.ipv4.conf.eth1.rp_filter = ${value}, and no route to 10.77.0.14: Network is unreachable`,
			],
		);
	});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Heard, readAnswers } from "../../../src/diagnose/read-answers.ts";
import type { DesiredCheck } from "../../../src/model/desired.ts";
import {
	type Changing,
	changed,
	host,
	replace,
	type Sections,
} from "./changed.ts";

function macOf(sections: Sections, device: string): string {
	const line = sections.links?.find((each) => each.includes(`: ${device}: `));
	return /link\/ether (\S+)/.exec(line ?? "")?.[1] ?? "";
}

test("b10: the router has rs1's hardware address for the VIP", () => {
	const lines = changed("sound-dr", (heard) => {
		const client = host(heard, "client");
		client["route vip"] = ["10.77.0.70 via 10.77.0.1 dev eth1 src 10.77.0.14"];
		client.neighbours = ["10.77.0.1 dev eth1 lladdr 52:54:00:00:00:99 STALE"];
		const lb = host(heard, "lb");
		lb.trace = [];
		lb.connections = [];
		for (const name of ["rs1", "rs2"])
			replace(
				host(heard, name),
				"trace",
				new RegExp(macOf(lb, "eth2"), "g"),
				"52:54:00:00:00:99",
			);
		host(heard, "rs2").trace = [];
		const trace = host(heard, "rs1").trace?.join("\n") ?? "";
		Object.assign(heard, {
			planned: heard.planned.filter(({ probe }) =>
				trace.includes(` sport ${probe.clientPort} `),
			),
		});
	});
	assert.match(
		lines[0] ?? "",
		/^router 10\.77\.0\.1: the VIP 10\.77\.0\.70 is at rs1's hardware address; lb is passed by/,
	);
});

for (const [value, says] of [
	["0", /\(rs1: net\.ipv4\.conf\.eth1\.arp_ignore = 0\)$/],
	["1", /; lb is passed by$/],
] as const)
	test(`b9: the client has rs1's hardware address for the VIP, and the link of rs1 has arp_ignore ${value}`, () => {
		const lines = changed("sound-dr", (heard) => {
			replace(
				host(heard, "client"),
				"neighbours",
				/^(10\.77\.0\.70 dev eth1 lladdr) \S+/g,
				`$1 ${macOf(host(heard, "rs1"), "eth1")}`,
			);
			host(heard, "lb").trace = [];
			host(heard, "lb").connections = [];
			// as a real server is set up: the links, and not "all"
			const rs1 = host(heard, "rs1");
			replace(rs1, "sysctls", /^(ipv4\/conf\/all\/arp_\w+):.*/g, "$1:0");
			// the recording has 0 here
			if (value === "1")
				replace(rs1, "sysctls", /^(ipv4\/conf\/eth1\/arp_ignore):0/g, "$1:1");
			replace(rs1, "sysctls", /^(ipv4\/conf\/eth1\/arp_announce):.*/g, "$1:2");
		});
		assert.match(lines[0] ?? "", says);
		assert.match(lines[0] ?? "", /is at rs1's hardware address/);
	});

test("the VIP is on a machine outside the declaration", () => {
	const lines = changed("sound-dr", (heard) => {
		replace(
			host(heard, "client"),
			"neighbours",
			/^(10\.77\.0\.70 dev eth1 lladdr) \S+/g,
			"$1 52:54:00:00:00:99",
		);
		for (const name of ["lb", "rs1", "rs2"]) host(heard, name).trace = [];
		host(heard, "lb").connections = [];
	});
	assert.match(
		lines[0] ?? "",
		/^client: the VIP 10\.77\.0\.70 is at the hardware address 52:54:00:00:00:99, of a machine that is not in the declaration; lb is passed by/,
	);
});

test("b22: gue to a port at which rs1 receives nothing", () => {
	const lines = changed("b20", (heard) => {
		for (const { servers } of heard.targets)
			for (const server of servers)
				Object.assign(server.rule, {
					tunnel: { type: "gue", port: 5555, checksum: undefined },
				});
		replace(
			host(heard, "lb"),
			"ipvs",
			/--tun-type ipip/g,
			"--tun-type gue --tun-port 5555",
		);
		host(heard, "rs1").receivers = ["port 6666 gue"];
	});
	assert.deepEqual(lines, [
		"rs1: nothing receives udp 5555 (gue); it receives udp 6666",
	]);
});

test("b20: rs1 has no device for the tunnel", () => {
	const lines = changed("b20", (heard) => {
		const rs1 = host(heard, "rs1");
		rs1.links = (rs1.links ?? []).filter((line) => !line.includes(" tunl0"));
	});
	assert.deepEqual(lines, [
		"rs1: no receiver for ipip: it has no device tunl0",
	]);
});

test("what the web server says: 503, TLS, reset, closed", () => {
	const said = (words: string) =>
		changed("sound-dr", (heard) => {
			heard.said = heard.said
				.split("\n")
				.map((line) => line.replace(/^(\d+) .*/, `$1 ${words}`))
				.join("\n");
		})[0] ?? "";
	assert.match(said("0 503 0.1 0.2"), /^rs\d: answered 503 in 200 ms/);
	assert.equal(said("0 401 0.1 0.2"), "");
	assert.equal(said("0 302 0.1 0.2"), "");
	assert.match(
		said("35 000 0.1 0.2 curl: (35) wrong version number"),
		/^rs\d: accepted, and TLS failed: wrong version number/,
	);
	assert.match(
		said("52 000 0.1 0.2 curl: (52) Empty reply from server"),
		/^rs\d: accepted, and closed the connection without an answer/,
	);
	assert.match(
		said("56 000 0.1 0.2 curl: (56) reset by peer"),
		/^rs\d: accepted, and then reset the connection/,
	);
});

test("one real server has weight 0, another was taken out: the declaration says otherwise", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) =>
			replace(
				host(heard, "lb"),
				"ipvs",
				/^(-a -t 10\.77\.0\.70:80 -r 10\.88\.0\.12:80 -g -w) 3/g,
				"$1 0",
			),
		),
		[
			"lb: rs2 (10.88.0.12) has weight 0 in -t 10.77.0.70:80, and 3 is declared: it gets no new connections",
		],
	);
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const lb = host(heard, "lb");
			lb.ipvs = (lb.ipvs ?? []).filter(
				(line) => !line.startsWith("-a -t 10.77.0.70:80 -r 10.88.0.12:80"),
			);
		}),
		["lb: rs2 (10.88.0.12) is not among the real servers of -t 10.77.0.70:80"],
	);
});

test("what an operator drained is no fault", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const lb = host(heard, "lb");
			replace(
				lb,
				"ipvs",
				/^(-a -t 10\.77\.0\.70:80 -r 10\.88\.0\.12:80 -g -w) 3/g,
				"$1 0",
			);
			lb.drained = ["1000", "10.88.0.12 0"];
		}),
		[],
	);
});

test("a real server that the director keeps out by its check is named, with what was asked and why it failed", () => {
	const place = "10.88.0.12:80/dr/http";
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const lb = host(heard, "lb");
			replace(
				lb,
				"ipvs",
				/^(-a -t 10\.77\.0\.70:80 -r 10\.88\.0\.12:80 -g -w) 3/g,
				"$1 0",
			);
			lb.health = [`${place} down 0a1b2c3d 1795850056 Connection failed`];
			const check: DesiredCheck = {
				realServer: "rs2",
				asks: "GET http://10.77.0.70:80/: 200",
				outSeconds: 6,
				rules: ["-t 10.77.0.70:80 -r 10.88.0.12:80"],
			};
			heard.targets = heard.targets.map((target) => ({
				...target,
				director: {
					...target.director,
					desired: { ...target.director.desired, checks: { [place]: check } },
				},
			}));
		}),
		[
			"lb: rs2 fails its check since 2026-11-28T07:14:16.000Z, and gets no new connections (GET http://10.77.0.70:80/: 200): Connection failed",
		],
	);
});

test("hosts that cannot trace: the same cause, by what they are like", () => {
	for (const [name, cause] of [
		["b1", /^rs1: no listener on VIP:80/],
		["b2", /^rs1: listens on 10\.88\.0\.11:80, not on the VIP/],
	] as const) {
		const [first, ...others] = changed(name, (heard) => {
			for (const sections of Object.values(heard.answers)) {
				delete sections.trace;
				delete sections.drops;
				sections["no-trace"] = ["nft is not installed"];
			}
		});
		assert.match(first ?? "", cause);
		assert.deepEqual(others, []);
	}
});

test("without a client no probe is sent, which is said, and hosts are judged by what they are like", () => {
	const path = join(import.meta.dirname, "recorded/b2.json");
	const heard = JSON.parse(readFileSync(path, "utf8")) as Heard;
	const { client: _, ...others } = heard;
	const { findings, good, notes } = readAnswers({
		...others,
		planned: [],
		said: "",
		from: "",
		whyNoClient: "the stack has no SmokeTest",
	});
	assert.deepEqual(
		findings.map(({ host, cause }) => `${host}: ${cause}`),
		["rs1: listens on 10.88.0.11:80, not on the VIP (10.77.0.70:80)"],
	);
	assert.deepEqual(good, []);
	assert.ok(notes.includes("no probe was sent: the stack has no SmokeTest"));
});

test("a host that cannot be reached is named, with what was seen on the way to it", () => {
	const lines = changed("b1", (heard) => {
		delete heard.answers.rs1;
		Object.assign(heard.away, { rs1: "root@192.0.2.2: connect: no answer" });
		replace(
			host(heard, "lb"),
			"neighbours",
			/^10\.88\.0\.11 dev eth2 .*/g,
			"10.88.0.11 dev eth2 FAILED",
		);
	});
	assert.deepEqual(lines, [
		"lb: rs1 (10.88.0.11) does not answer ARP on eth2; it cannot be reached by us either",
	]);
});

/** As if nothing of the probes came to rs1. */
function notArrived(heard: Changing): Sections {
	const rs1 = host(heard, "rs1");
	rs1.trace = [];
	rs1.control = ["qdisc clsact ffff: dev eth2 parent ffff:fff1 "];
	return rs1;
}

test("a filter of traffic control drops what comes in: named where the kernel counted it, else as what may be", () => {
	const [counted, ...others] = changed("b5", (heard) => {
		notArrived(heard).drops = ["TC_INGRESS", "TC_INGRESS"];
	});
	assert.equal(
		counted,
		"rs1: its filter drops the request: traffic control, tc filter show dev eth2 ingress (the kernel counted 2 there)",
	);
	assert.deepEqual(others, []);
	const [maybe] = changed("b5", (heard) => {
		notArrived(heard).drops = [];
	});
	assert.match(
		maybe ?? "",
		/^rs1: nothing of the probe came in: .* lost on the way, or dropped by traffic control on eth2 \(a filter\) of rs1$/,
	);
});

test("b19: the real server learned a shorter way to the client from an ICMP redirect", () => {
	const lines = changed("b18", (heard) => {
		host(heard, "rs1")["route answer"] = [
			"10.77.0.14 dev eth1 src 10.88.0.11 uid 0",
			"    cache <redirected> expires 290sec",
		];
	});
	assert.deepEqual(lines, [
		"rs1: answers straight to the client by eth1, not through lb (10.88.0.10): it learned that from an ICMP redirect",
	]);
});

for (const [state, says] of [
	[
		"up",
		"rs1: no route to 10.77.0.14 by eth1, where it has 10.77.0.11/24: the answer leaves by eth0 to 10.0.2.2 and is lost",
	],
	[
		"down",
		"rs1: its link eth1, in whose network 10.77.0.14 is, is down: the answer leaves by eth0 to 10.0.2.2 and is lost",
	],
] as const)
	test(`an answer is lost that leaves by another link than that of the client's network, which is ${state}`, () => {
		const lines = changed("sound-dr", (heard) => {
			const rs1 = host(heard, "rs1");
			rs1["route answer"] = rs1["route client"] = [
				"10.77.0.14 via 10.0.2.2 dev eth0 src 10.0.2.15 uid 0",
				"    cache",
			];
			if (state === "down")
				replace(rs1, "links", /(: eth1: <.*),UP,LOWER_UP/g, "$1");
			const ours = new Set(
				(rs1.trace ?? []).flatMap(
					(line) => / tcp dport (6\d{4}) /.exec(line)?.[1] ?? [],
				),
			);
			assert.ok(ours.size > 0);
			const client = host(heard, "client");
			client.trace = (client.trace ?? []).filter(
				(line) => !ours.has(/ tcp dport (6\d{4}) /.exec(line)?.[1] ?? ""),
			);
			heard.said = heard.said
				.split("\n")
				.map((line) => {
					const planned = heard.planned.find(
						({ probe }) => probe.number === Number.parseInt(line, 10),
					);
					return ours.has(String(planned?.probe.clientPort))
						? line.replace(
								/^(\d+) .*/,
								"$1 28 000 0.0 3.0 curl: (28) no answer",
							)
						: line;
				})
				.join("\n");
		});
		assert.deepEqual(lines, [says]);
	});

test("a probe that the client could not send says nothing of the hosts", () => {
	const path = join(import.meta.dirname, "recorded/sound-dr.json");
	const heard = JSON.parse(readFileSync(path, "utf8")) as Changing;
	heard.said = heard.said.replace(
		/^1 .*/m,
		"1 45 000 0.0 0.0 curl: (45) bind failed with errno 98: Address already in use",
	);
	const port = heard.planned.find(({ probe }) => probe.number === 1)?.probe
		.clientPort;
	for (const sections of Object.values(heard.answers))
		sections.trace = (sections.trace ?? []).filter(
			(line) => !line.includes(`port ${port} `),
		);
	const { findings, notes } = readAnswers(heard);
	assert.deepEqual(findings, []);
	assert.ok(
		notes.includes(
			"client: a probe was not sent: bind failed with errno 98: Address already in use",
		),
		notes.join("\n"),
	);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, changed, host } from "./changed.ts";
import {
	answersLost,
	atStage,
	decided,
	opens,
	portsAt,
	retrace,
	saidOf,
	stageOf,
} from "./traced.ts";

// A packet that a rule gives another destination is no fault of routing: of a container, of a port of another server, of a rule left over.

const container = "172.17.0.2";
const rule = `tcp dport 8080 counter packets 1 bytes 60 dnat to ${container}:80`;
const place = `table ip nat, chain DOCKER, rule "${rule}"`;

/** The packet with the container as its destination, at one stage. */
function toContainer(line: string, stage: string): string {
	return atStage(line, stage)
		.replace(/ip daddr \S+/, `ip daddr ${container}`)
		.replace(/dport 8080/, "dport 80");
}

/** What docker's tables make of a request: translated in prerouting, then sent on. */
function published(
	lines: readonly string[],
	last: "routed" | "through" | "left",
): string[] {
	const first = stageOf(lines, "first");
	const stages = ["routed", "through", "passed", "left"];
	const until = stages.slice(0, stages.indexOf(last) + 1);
	const [routed = "", ...others] = until.map((stage) =>
		toContainer(first, stage),
	);
	return [
		first,
		decided(
			first,
			"ip nat PREROUTING rule fib daddr type local counter packets 1 bytes 60 jump DOCKER (verdict jump DOCKER)",
		),
		decided(first, `ip nat DOCKER rule ${rule} (verdict accept)`),
		routed,
		...others,
	];
}

/** A container serves on rs1, and its packets end on rs1 with the last stage that is named. */
function container1(
	heard: Changing,
	last: "routed" | "through" | "left",
	more: (first: string) => readonly string[] = () => [],
): void {
	const ports = portsAt(heard, "rs1");
	retrace(heard, "rs1", ports, "requests", (lines) =>
		opens(lines)
			? [...published(lines, last), ...more(stageOf(lines, "first"))]
			: [],
	);
	answersLost(heard, ports, "rs1", "lb", "client");
}

test("NAT to a container on rs1, and a rule of its filter drops what is sent on: the filter is named, and not routing", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) =>
			container1(heard, "through", (first) => [
				decided(
					first,
					"ip filter FORWARD rule counter packets 1 bytes 60 jump DOCKER-USER (verdict jump DOCKER-USER)",
				),
				decided(
					first,
					"ip filter DOCKER-USER rule tcp dport 80 counter packets 1 bytes 60 drop (verdict drop)",
				),
			]),
		),
		[
			'rs1: its filter drops the request: table ip filter, chain DOCKER-USER, rule "tcp dport 80 counter packets 1 bytes 60 drop"',
		],
	);
});

test("NAT to a container on rs1, which does not forward: its sysctl is named, and the rule", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			container1(heard, "routed");
			host(heard, "rs1").sysctls?.push("ipv4/ip_forward:0");
		}),
		[
			`rs1: net.ipv4.ip_forward = 0: it does not send on the request, to which a rule gives the destination ${container}:80: ${place}`,
		],
	);
});

for (const [state, line, says] of [
	["has gone", `${container} dev docker0 FAILED`, "it does not answer ARP"],
	[
		"says nothing",
		`${container} dev docker0 lladdr 02:42:ac:11:00:02 REACHABLE`,
		"no answer comes from there",
	],
] as const)
	test(`NAT to a container on rs1, which ${state}`, () => {
		assert.deepEqual(
			changed("sound-nat", (heard) => {
				container1(heard, "left");
				host(heard, "rs1").neighbours?.push(line);
			}),
			[
				`rs1: a rule sends the request to ${container}:80, and ${says}: ${place}`,
			],
		);
	});

test("NAT to a container on rs1, where nothing listens in it: its RST is told", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			const ports = portsAt(heard, "rs1");
			retrace(heard, "rs1", ports, "requests", (lines) =>
				opens(lines) ? published(lines, "left") : [],
			);
			for (const name of ["rs1", "lb", "client"])
				retrace(heard, name, ports, "answers", (lines) =>
					opens(lines)
						? lines.map((line) =>
								(name === "rs1" ? atStage(line, "first") : line)
									.replace(/oif (\S+)/, "iif $1")
									.replace("== 0x12 ", "== 0x14 "),
							)
						: [],
				);
			saidOf(heard, ports, "7 000 0.0 0.1 curl: (7) Connection refused");
		}),
		[
			`rs1: a rule sends the request to ${container}:80, and it refuses the connection: ${place}`,
		],
	);
});

test("a port of lb is published for a container: the rule is named that takes the service's packets, though the probe has an answer", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			for (const server of ["rs1", "rs2"]) {
				const ports = portsAt(heard, server);
				retrace(heard, "lb", ports, "requests", (lines) =>
					opens(lines) ? published(lines, "left") : [],
				);
				host(heard, server).trace = [];
			}
			host(heard, "lb").connections = [];
		}),
		[`lb: a rule sends the request elsewhere: ${place}`],
	);
});

test("a rule whose text does not tell where it sends the request: that is said beside it", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			for (const server of ["rs1", "rs2"])
				retrace(heard, "lb", portsAt(heard, server), "requests", (lines) =>
					opens(lines)
						? published(lines, "left").map((line) =>
								line.replace(rule, 'tcp dport 8080 xt target "DNAT"'),
							)
						: [],
				);
		}),
		[
			`lb: a rule sends the request elsewhere: table ip nat, chain DOCKER, rule "tcp dport 8080 xt target "DNAT"", to ${container}:80`,
		],
	);
});

test("a rule of the older iptables that sends the request elsewhere is named by its counter", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			for (const server of ["rs1", "rs2"])
				retrace(heard, "lb", portsAt(heard, server), "requests", (lines) =>
					opens(lines)
						? published(lines, "left").filter(
								(line) => !line.includes(" ip nat "),
							)
						: [],
				);
			host(heard, "lb").legacy = [
				"filter [9:540] -A INPUT -p tcp -j ACCEPT",
				`nat [4:240] -A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${container}:80`,
			];
		}),
		[
			`lb: a rule sends the request elsewhere: iptables-legacy, table nat, chain DOCKER, rule "-p tcp -m tcp --dport 8080 -j DNAT --to-destination ${container}:80"`,
		],
	);
});

test("a rule on rs1 sends the request to another port of its own, where nobody listens", () => {
	const redirect = "tcp dport 80 redirect to :8081";
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const ports = portsAt(heard, "rs1");
			const elsewhere = (line: string) =>
				/ first packet: /.test(line)
					? line
					: line
							.replace(/ip daddr \S+/, "ip daddr 10.88.0.11")
							.replace("dport 80 ", "dport 8081 ");
			retrace(heard, "rs1", ports, "requests", (lines) =>
				opens(lines)
					? [
							stageOf(lines, "first"),
							decided(
								stageOf(lines, "first"),
								`inet fw c rule ${redirect} (verdict accept)`,
							),
							...lines
								.filter((line) => !line.includes(" first packet: "))
								.map(elsewhere),
						]
					: [],
			);
			retrace(heard, "rs1", ports, "answers", (lines) =>
				opens(lines)
					? lines.map((line) => line.replace("== 0x12 ", "== 0x14 "))
					: [],
			);
			retrace(heard, "client", ports, "answers", () => []);
			saidOf(heard, ports, "7 000 0.0 0.1 curl: (7) Connection refused");
		}),
		[
			`rs1: a rule sends the request to 10.88.0.11:8081, and nobody listens there: table inet fw, chain c, rule "${redirect}"`,
		],
	);
});

test("DR to a container whose answers are dropped when they are sent on: its own address is no wrong source", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const ports = portsAt(heard, "rs1");
			retrace(heard, "rs1", ports, "answers", (lines) =>
				opens(lines)
					? ["first", "routed", "through"]
							.map((stage) =>
								atStage(stageOf(lines, "sent"), stage)
									.replace(/oif "[^"]+"/, 'iif "docker0"')
									.replace(/ip saddr \S+/, `ip saddr ${container}`),
							)
							.concat(
								decided(
									stageOf(lines, "sent"),
									"ip filter FORWARD policy drop ",
								),
							)
					: [],
			);
			answersLost(heard, ports, "client");
		}),
		[
			"rs1: its filter drops its own answer: table ip filter, chain FORWARD, policy drop",
		],
	);
});

test("NAT to a container whose answers leave by another link than that of lb: they are not lost on the way", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			const ports = portsAt(heard, "rs1");
			retrace(heard, "rs1", ports, "answers", (lines) =>
				opens(lines)
					? [
							atStage(stageOf(lines, "sent"), "first")
								.replace(/oif "[^"]+"/, 'iif "docker0"')
								.replace(/ip saddr \S+/, `ip saddr ${container}`),
							stageOf(lines, "left").replace('"eth2"', '"eth1"'),
						]
					: [],
			);
			answersLost(heard, ports, "lb", "client");
		}),
		[
			"rs1: the answer leaves by eth1, not by eth2 to lb (10.88.0.10): what serves there is another address than 10.88.0.11, and no mark of its connection sends it to lb",
		],
	);
});

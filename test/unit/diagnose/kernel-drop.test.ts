import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, changed, host, judged, replace } from "./changed.ts";
import { answersLost, opens, portsAt, retrace, stageOf } from "./traced.ts";

// What the hosts say of themselves where no rule of a filter dropped anything.

/** The probes to rs1 come no further than these hosts, and have no answer. */
function gone(heard: Changing, ...names: readonly string[]): void {
	const ports = portsAt(heard, "rs1");
	for (const name of names) retrace(heard, name, ports, "requests", () => []);
	answersLost(heard, ports, "rs1", "client");
}

test("the table of neighbours is full: on lb, on rs1 and on the client", () => {
	const drops = ["NEIGH_CREATEFAIL", "NEIGH_CREATEFAIL"];
	const full =
		"its table of neighbours is full (the kernel counted NEIGH_CREATEFAIL 2)";
	const { findings } = judged("sound-dr", (heard) => {
		host(heard, "lb").drops = drops;
		gone(heard, "rs1");
	});
	assert.deepEqual(
		findings.map(({ host, cause }) => `${host}: ${cause}`),
		[`lb: its kernel drops the request on its way to rs1: ${full}`],
	);
	assert.match(findings[0]?.wayOut ?? "", /gc_thresh3/);
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			host(heard, "rs1").drops = drops;
			answersLost(heard, portsAt(heard, "rs1"), "client");
		}),
		[`rs1: its kernel drops the answer: ${full}`],
	);
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			host(heard, "client").drops = drops;
			for (const name of ["lb", "rs1", "rs2"]) host(heard, name).trace = [];
			host(heard, "lb").connections = [];
			heard.said = heard.said.replaceAll(
				/^(\d+) .*/gm,
				"$1 28 000 0.0 3.0 curl: (28) Connection timed out",
			);
		}),
		[`client: its kernel drops the request: ${full}`],
	);
});

for (const [reason, says] of [
	[
		"SOCKET_FILTER",
		"a filter of the program's socket or unit refuses it, as IPAddressDeny= of systemd does",
	],
	["XFRM_POLICY", "a policy of IPsec wants it in another way"],
	["TCP_CSUM", "its checksum is wrong"],
] as const)
	test(`the request came to the sockets of rs1, whose kernel drops it: ${reason}`, () => {
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				host(heard, "rs1").drops = [reason];
				answersLost(heard, portsAt(heard, "rs1"), "rs1", "client");
			}),
			[
				`rs1: its kernel drops the request: ${says} (the kernel counted ${reason} 1)`,
			],
		);
	});

test("what the kernel drops of others is no cause where the probe has its answer", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			for (const name of ["lb", "rs1", "client"])
				host(heard, name).drops = ["NEIGH_CREATEFAIL", "SOCKET_FILTER"];
		}),
		[],
	);
});

for (const layout of ["sound-nat", "sound-fullnat"])
	test(`${layout}: lb has no route to the client`, () => {
		const lines = changed(layout, (heard) => {
			const ports = portsAt(heard, "rs1");
			host(heard, "lb")["route client"] = [
				"RTNETLINK answers: Network is unreachable",
			];
			retrace(heard, "lb", ports, "answers", (lines) =>
				opens(lines)
					? lines.slice(0, lines.indexOf(stageOf(lines, "routed")) + 1)
					: [],
			);
			answersLost(heard, ports, "client");
		});
		assert.equal(
			lines[0],
			"lb: no route to 10.77.0.14: Network is unreachable: it cannot send on the answer, rs1 -> client",
		);
	});

test("rs1's link does no ARP: that is said, and no setting of it", () => {
	const { findings } = judged("sound-dr", (heard) => {
		replace(
			host(heard, "lb"),
			"neighbours",
			/^10\.88\.0\.11 dev eth2 .*/g,
			"10.88.0.11 dev eth2 FAILED ",
		);
		replace(
			host(heard, "rs1"),
			"links",
			/(: eth2: <BROADCAST,MULTICAST)/g,
			"$1,NOARP",
		);
		gone(heard, "rs1");
	});
	assert.deepEqual(
		findings.map(({ host, cause }) => `${host}: ${cause}`),
		[
			"lb: rs1 (10.88.0.11) does not answer ARP on eth2: rs1 has it on eth2, which neither asks nor answers ARP (NOARP)",
		],
	);
	assert.match(findings[0]?.wayOut ?? "", /ip link set eth2 arp on/);
});

for (const [exit, says] of [
	["1", ["rs1: the datagram to 10.77.0.70:53 was refused by ICMP"]],
	["142", []],
] as const)
	test(`a datagram that no host drops ends with ${exit} of read`, () => {
		const lines = changed("udp-source", (heard) => {
			heard.said = heard.said.replaceAll(
				/^(\d+) \S+ 000 \S+ \S+/gm,
				`$1 ${exit} 000 0 12.ms`,
			);
			for (const name of ["rs1", "rs2"]) delete host(heard, name).trace;
		});
		assert.deepEqual(
			lines.map((line) => line.replace(/^rs2/, "rs1")).slice(0, 1),
			says,
		);
	});

test("which datagram is of which probe does not follow from the order of packets", () => {
	const inOrder = changed("udp-source", () => {});
	assert.match(inOrder[0] ?? "", /^rs1: answers from 10\.77\.0\.11 instead/);
	assert.deepEqual(
		changed("udp-source", (heard) => {
			const { trace = [], ...others } = host(heard, "client");
			const late = /port (44158|39803) /;
			heard.answers.client = {
				...others,
				trace: [
					...trace.filter((line) => !late.test(line)),
					...trace.filter((line) => late.test(line)),
				],
			};
		}),
		inOrder,
	);
});

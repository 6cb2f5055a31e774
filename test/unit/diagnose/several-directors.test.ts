import assert from "node:assert/strict";
import { test } from "node:test";
import type { Heard } from "../../../src/diagnose/read-answers.ts";
import { type Changing, changed, host, judged } from "./changed.ts";
import {
	answersLost,
	decided,
	opens,
	portsAt,
	retrace,
	stageOf,
} from "./traced.ts";

// Answers of NAT go to the gateway that goes with the VIP, and the kernels tell each other of connections.

const gateway = "10.88.0.9";

/** As if lb were one of several directors, and active: it has the gateway, and rs1's answers go there. */
function several(heard: Changing): void {
	const failover = { routerId: 51, peers: { lb2: "10.88.0.8" }, gateway };
	heard.targets = heard.targets.map((target) => ({
		...target,
		director: {
			...target.director,
			desired: { ...target.director.desired, failover },
		},
	})) satisfies Heard["targets"];
	host(heard, "lb").addresses?.push(
		`4: eth2    inet ${gateway}/32 scope global eth2`,
	);
	for (const [name, address] of [
		["rs1", "10.88.0.11"],
		["rs2", "10.88.0.12"],
	] as const) {
		const answers = host(heard, name);
		answers["route answer"] = [
			`10.77.0.14 from ${address} via ${gateway} dev eth2 table 26125 uid 0 `,
		];
		answers.neighbours = (answers.neighbours ?? []).map((line) =>
			line.replace("10.88.0.10 ", `${gateway} `),
		);
	}
}

/** The answers of rs1 are lost behind it. */
function lost(heard: Changing): void {
	answersLost(heard, portsAt(heard, "rs1"), "lb", "client");
}

test("answers to the gateway are on their way, and what drops them on lb is named", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			several(heard);
			const ports = portsAt(heard, "rs1");
			retrace(heard, "lb", ports, "answers", (lines) =>
				opens(lines)
					? [
							...lines.slice(0, lines.indexOf(stageOf(lines, "through")) + 1),
							decided(
								stageOf(lines, "through"),
								"inet fw c rule tcp sport 8080 drop (verdict drop)",
							),
						]
					: [],
			);
			answersLost(heard, ports, "client");
		}),
		[
			'lb: its filter drops the answer, rs1 -> client: table inet fw, chain c, rule "tcp sport 8080 drop"',
		],
	);
});

test("a real server without a probe is not said to answer past lb", () => {
	const { findings, notes } = judged("sound-nat", (heard) => {
		several(heard);
		const ports = portsAt(heard, "rs1");
		Object.assign(heard, {
			planned: heard.planned.filter(
				({ probe }) => !ports.includes(String(probe.clientPort)),
			),
		});
		host(heard, "rs1").trace = [];
	});
	assert.deepEqual(findings, []);
	assert.match(
		notes.join("\n"),
		/-> rs1: no probe came to it .* nothing wrong/,
	);
});

test("answers that go to the director itself pass the gateway by", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			several(heard);
			host(heard, "rs1")["route answer"] = [
				"10.77.0.14 from 10.88.0.11 via 10.88.0.8 dev eth2 uid 0 ",
			];
			lost(heard);
		}),
		[`rs1: the answer leaves by eth2 to 10.88.0.8, not to lb (${gateway})`],
	);
});

test("rs1 has the hardware address of the former director for the gateway", () => {
	const mac = "52:54:00:00:00:08";
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			several(heard);
			const rs1 = host(heard, "rs1");
			rs1.neighbours = (rs1.neighbours ?? []).map((line) =>
				line.startsWith(`${gateway} `)
					? `${gateway} dev eth2 lladdr ${mac} REACHABLE `
					: line,
			);
			host(heard, "lb").neighbours?.push(
				`10.88.0.8 dev eth2 lladdr ${mac} STALE `,
			);
			lost(heard);
		}),
		[
			`rs1: lb's ${gateway} is at the hardware address ${mac}, which is that of 10.88.0.8, lb2, and the answer goes there`,
		],
	);
});

for (const [value, says] of [
	[
		"1",
		"lb: IPVS does not take the request, although it has the service -t 10.77.0.70:80: net.ipv4.vs.backup_only = 1, and it hears of the connections of other directors",
	],
	[
		"0",
		"lb: IPVS does not take the request, although it has the service -t 10.77.0.70:80",
	],
] as const)
	test(`IPVS lets the request by to lb's own sockets, and backup_only is ${value}`, () => {
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				for (const server of ["rs1", "rs2"]) {
					const ports = portsAt(heard, server);
					retrace(heard, "lb", ports, "requests", (lines) =>
						opens(lines)
							? [
									...lines.slice(
										0,
										lines.indexOf(stageOf(lines, "admitted")) + 1,
									),
									stageOf(lines, "admitted").replace(
										" admitted packet: ",
										" delivered packet: ",
									),
								]
							: [],
					);
					answersLost(heard, ports, "client");
					host(heard, server).trace = [];
				}
				const lb = host(heard, "lb");
				lb.connections = [];
				lb.sysctls = (lb.sysctls ?? []).map((line) =>
					line.replace(/(backup_only):\d/, `$1:${value}`),
				);
			}),
			[says],
		);
	});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { keptOfTrace } from "../../../src/diagnose/watch-table.ts";
import { type Changing, changed, host } from "./changed.ts";
import {
	decided,
	handshakeAlone,
	portsAt,
	retrace,
	saidOf,
	stageOf,
} from "./traced.ts";

// A filter of lb lets in the first packet of a connection alone: the client has its connection, and rs1 never.

const own = "lvs-diagnose-1";
const packet = (id: string, stage: string, flags: string, length = 52) =>
	`trace id ${id} ip ${own} ${stage} packet: iif "eth1" ip saddr 10.77.0.14 ip daddr 10.77.0.70 ip ttl 64 ip id 1 ip length ${length} tcp sport 61556 tcp dport 3306 tcp flags == ${flags} tcp window 1004 `;
const drops = (id: string) =>
	`trace id ${id} inet fw in rule ct state invalid drop (verdict drop)`;

test("of segments that only acknowledge, a trace keeps the first of a direction with what became of it, and a verdict goes with its packet", () => {
	const opening = [
		packet("a1", "first", "syn", 60),
		packet("a1", "arrived", "syn", 60),
	];
	const first = [
		packet("a2", "first", "ack"),
		packet("a2", "arrived", "ack"),
		drops("a2"),
	];
	const others = [
		// the kernel has the number of the opening packet again
		packet("a1", "first", "ack"),
		packet("a1", "arrived", "ack"),
		packet("a1", "admitted", "ack"),
		drops("a1"),
		packet("a3", "first", "0x11"),
		drops("a3"),
	];
	const content = [
		packet("a1", "first", "0x18", 145),
		packet("a3", "first", "ack", 1500),
		drops("a3"),
	];
	const { stdout, stderr } = spawnSync("sh", ["-c", keptOfTrace(own)], {
		input: [...opening, ...first, ...others, ...content, ""].join("\n"),
		encoding: "utf8",
	});
	assert.equal(stderr, "");
	assert.deepEqual(stdout.split("\n").slice(0, -1), [
		...opening,
		...first,
		...content,
	]);
});

/** As a probe that only connects: the entries of IPVS stay as they are after the first packet. */
function connected(heard: Changing, kind: "tcp" | "http", state: string): void {
	Object.assign(heard, {
		planned: heard.planned.map(({ target, probe }) => ({
			target,
			probe: { ...probe, kind },
		})),
	});
	const lb = host(heard, "lb");
	lb.connections = (lb.connections ?? []).map((line) =>
		line.replace("FIN_WAIT", state),
	);
	for (const server of ["rs1", "rs2"]) {
		const ports = portsAt(heard, server);
		handshakeAlone(heard, "lb", ports, "requests");
		handshakeAlone(heard, server, ports, "requests");
		for (const name of [server, "client"])
			handshakeAlone(heard, name, ports, "answers");
		saidOf(
			heard,
			ports,
			kind === "tcp"
				? "28 000 0.1 3.0 curl: (28) Operation timed out"
				: "28 000 0.1 5.0 curl: (28) Operation timed out",
		);
	}
}

for (const kind of ["tcp", "http"] as const)
	test(`${kind}: the rule that drops what follows is named`, () => {
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				connected(heard, kind, "SYN_RECV");
				for (const server of ["rs1", "rs2"])
					retrace(heard, "lb", portsAt(heard, server), "requests", (lines) => {
						const came = lines.slice(
							0,
							lines.indexOf(stageOf(lines, "arrived")) + 1,
						);
						return [
							...lines,
							...came.map((line) =>
								line
									.replace(/ id (\w+)/, " id 1$1")
									.replace("flags == syn", "flags == ack"),
							),
							decided(came[0] ?? "", "inet fw in policy drop").replace(
								/ id (\w+)/,
								" id 1$1",
							),
						];
					});
			}),
			[
				"lb: its filter drops the request: table inet fw, chain in, policy drop",
			],
		);
	});

test("nothing shows what drops it: the entry of IPVS tells that the way is not good", () => {
	for (const kind of ["tcp", "http"] as const)
		assert.deepEqual(
			changed("sound-dr", (heard) => connected(heard, kind, "SYN_RECV")),
			[
				"lb: what follows the first packet of a connection does not come to IPVS, whose entry stays SYN_RECV",
			],
		);
});

test("a connection of which IPVS saw more is good", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => connected(heard, "tcp", "ESTABLISHED")),
		[],
	);
});

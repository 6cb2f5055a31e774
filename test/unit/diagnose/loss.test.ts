import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, changed, host, judged } from "./changed.ts";
import {
	decided,
	handshakeAlone,
	noAnswer,
	opens,
	portsAt,
	retrace,
	saidOf,
	stageOf,
} from "./traced.ts";

// The connection comes about, and what follows is lost: the way is not good.

const drop = "meta length > 500 drop";

/** What carries something ends at a stage, by a rule. */
function dropped(
	heard: Changing,
	name: string,
	way: "requests" | "answers",
	last: string,
	decision: string,
): void {
	const ports = portsAt(heard, "rs1");
	retrace(heard, name, ports, way, (lines) =>
		opens(lines)
			? lines
			: [
					...lines.slice(0, lines.indexOf(stageOf(lines, last)) + 1),
					...(decision === "" ? [] : [decided(stageOf(lines, last), decision)]),
				],
	);
	saidOf(heard, ports, noAnswer);
}

const rule = `inet fw out rule ${drop} (verdict drop)`;
const place = `table inet fw, chain out, rule "${drop}"`;

test("rs1's filter drops its long answers", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			dropped(heard, "rs1", "answers", "sent", rule);
			handshakeAlone(heard, "client", portsAt(heard, "rs1"), "answers");
		}),
		[`rs1: its filter drops its own answer: ${place}`],
	);
});

test("lb's filter drops the long answers of NAT", () => {
	assert.deepEqual(
		changed("sound-nat", (heard) => {
			dropped(heard, "lb", "answers", "through", rule);
			handshakeAlone(heard, "client", portsAt(heard, "rs1"), "answers");
		}),
		[`lb: its filter drops the answer, rs1 -> client: ${place}`],
	);
});

test("the client's filter drops the long answers", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) =>
			dropped(heard, "client", "answers", "arrived", rule),
		),
		[`client: its filter drops the answer: ${place}`],
	);
});

test("rs1's filter and lb's drop what belongs to a connection", () => {
	for (const name of ["rs1", "lb"])
		assert.deepEqual(
			changed("sound-dr", (heard) => {
				const ports = portsAt(heard, "rs1");
				if (name === "lb") {
					// lb's recorded requests of DR are those that open: what follows has the same way
					retrace(heard, "lb", ports, "requests", (lines) => [
						...lines,
						...lines
							.slice(0, lines.indexOf(stageOf(lines, "arrived")) + 1)
							.map((line) =>
								line
									.replace(/ id (\w+)/, " id 1$1")
									.replace("flags == syn", "flags == 0x18"),
							),
						decided(
							stageOf(lines, "arrived"),
							"inet fw c rule ct state invalid drop (verdict drop)",
						).replace(/ id (\w+)/, " id 1$1"),
					]);
					handshakeAlone(heard, "rs1", ports, "requests");
					saidOf(heard, ports, noAnswer);
				} else
					dropped(
						heard,
						"rs1",
						"requests",
						"arrived",
						"inet fw c rule ct state invalid drop (verdict drop)",
					);
				for (const other of ["rs1", "client"])
					handshakeAlone(heard, other, ports, "answers");
			}),
			[
				`${name}: its filter drops the request: table inet fw, chain c, rule "ct state invalid drop"`,
			],
		);
});

test("the older iptables on rs1 drops what belongs to a connection", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			dropped(heard, "rs1", "requests", "arrived", "");
			for (const name of ["rs1", "client"])
				handshakeAlone(heard, name, portsAt(heard, "rs1"), "answers");
			host(heard, "rs1").legacy = [
				"filter [3:435] -A INPUT -m state --state INVALID -j DROP",
			];
		}),
		[
			'rs1: its filter drops the request: iptables-legacy, table filter, chain INPUT, rule "-m state --state INVALID -j DROP"',
		],
	);
});

test("rs1's filter drops the long packets of the tunnel: they are not lost on the way to it", () => {
	const outer = "ip protocol ipencap meta length > 500 drop";
	assert.deepEqual(
		changed("sound-tun", (heard) => {
			const ports = portsAt(heard, "rs1");
			const rs1 = host(heard, "rs1");
			const came = (rs1.trace ?? []).filter((line) =>
				/ (first|routed|arrived) packet: .* ip protocol ipencap /.test(line),
			);
			for (const name of ["rs1", "client"])
				handshakeAlone(heard, name, ports, "answers");
			handshakeAlone(heard, "rs1", ports, "requests");
			rs1.trace?.push(
				...came.slice(0, 3).map((line) => line.replace(/ id (\w+)/, " id 1$1")),
				decided(
					came[0] ?? "",
					`inet fw c rule ${outer} (verdict drop)`,
				).replace(/ id (\w+)/, " id 1$1"),
			);
			saidOf(heard, ports, noAnswer);
		}),
		[
			`rs1: its filter drops the packets of the tunnel (ipip): table inet fw, chain c, rule "${outer}"`,
		],
	);
});

test("the answer has a head and no end, and a filter drops the rest: the filter is named", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			dropped(heard, "rs1", "answers", "sent", rule);
			saidOf(
				heard,
				portsAt(heard, "rs1"),
				"18 200 0.1 0.3 curl: (18) transfer closed with 900 bytes remaining to read",
			);
		}),
		[`rs1: its filter drops its own answer: ${place}`],
	);
});

test("an answer that ends early is no good answer", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) =>
			saidOf(
				heard,
				portsAt(heard, "rs1"),
				"18 200 0.1 0.3 curl: (18) transfer closed with 900 bytes remaining to read",
			),
		),
		[
			"rs1: answered 200, and its answer ended early: transfer closed with 900 bytes remaining to read",
		],
	);
});

test("the server is silent and nobody drops anything: the way is not called good, as large packets may be lost", () => {
	const { findings } = judged("sound-dr", (heard) => {
		const ports = portsAt(heard, "rs1");
		for (const name of ["rs1", "client"])
			handshakeAlone(heard, name, ports, "answers");
		saidOf(heard, ports, noAnswer);
	});
	assert.deepEqual(
		findings.map(({ cause, wayOut }) => [cause, wayOut]),
		[
			[
				"accepted, silent: no answer in 5001 ms",
				"No host was seen to drop anything of it. Look at the server's own log on rs1. Packets of full size that are lost on the way look the same: on rs1, ping -M do -s 1472 10.77.0.14",
			],
		],
	);
});

for (const [layout, between] of [
	["sound-dr", ["rs1", "client"]],
	["sound-nat", ["rs1", "lb"]],
] as const)
	test(`what rs1 answers leaves it and does not come to ${between[1]}: packets of full size are lost between them`, () => {
		const [, next] = between;
		assert.deepEqual(
			changed(layout, (heard) => {
				const ports = portsAt(heard, "rs1");
				for (const name of new Set([next, "client"]))
					handshakeAlone(heard, name, ports, "answers");
				saidOf(heard, ports, noAnswer);
			}),
			[
				`rs1: the connection came about, and what rs1 answers (1 packet) left rs1 and did not come to ${next}: packets of full size may be lost on the way`,
			],
		);
	});

test("something between client and rs1 resets the connection: rs1 is not blamed for it", () => {
	assert.deepEqual(
		changed("sound-dr", (heard) => {
			const ports = portsAt(heard, "rs1");
			handshakeAlone(heard, "rs1", ports, "answers");
			retrace(heard, "client", ports, "answers", (lines) =>
				opens(lines)
					? lines
					: lines.map((line) =>
							line.replace(/tcp flags == \S+/, "tcp flags == rst"),
						),
			);
			saidOf(
				heard,
				ports,
				"56 000 0.1 0.2 curl: (56) Recv failure: Connection reset by peer",
			);
		}),
		[
			"client: the connection to rs1 came about, and something on the way resets it: neither lb nor rs1 sent the RST that the client got",
		],
	);
});

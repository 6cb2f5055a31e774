import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, changed, host, judged, replace } from "./changed.ts";
import { answersLost, opens, portsAt, retrace } from "./traced.ts";

// A network on lo: the kernel takes all of its addresses for its own.

/** The VIP of rs1 has the prefix of its network, and the probes end where routing sees them. */
function wide(heard: Changing): void {
	const rs1 = host(heard, "rs1");
	replace(rs1, "addresses", "10.77.0.70/32", "10.77.0.70/24");
	rs1["route client"] = rs1["route answer"] = [
		"local 10.77.0.14 dev lo src 10.77.0.70 uid 0 ",
		"    cache <local> ",
	];
}

const says =
	"rs1: takes 10.77.0.14 for itself: 10.77.0.70/24 on lo makes the whole network local; it must be /32";

for (const check of ["0", "1"])
	test(`the VIP has a network's mask on lo of rs1, rp_filter ${check}`, () => {
		const { findings } = judged("sound-dr", (heard) => {
			wide(heard);
			const ports = portsAt(heard, "rs1");
			const rs1 = host(heard, "rs1");
			rs1.sysctls = (rs1.sysctls ?? []).map((line) =>
				line.replace(/(eth2\/rp_filter):\d/, `$1:${check}`),
			);
			retrace(heard, "rs1", ports, "requests", (lines) =>
				opens(lines)
					? lines.filter((line) => / (first|routed) packet: /.test(line))
					: [],
			);
			answersLost(heard, ports, "rs1", "client");
		});
		assert.deepEqual(
			findings.map(({ host, cause }) => `${host}: ${cause}`),
			[says],
		);
		assert.match(
			findings[0]?.wayOut ?? "",
			/ip addr del 10\.77\.0\.70\/24 dev lo/,
		);
	});

test("it is named where nothing can be traced, too", () => {
	const lines = changed("sound-dr", (heard) => {
		wide(heard);
		answersLost(heard, portsAt(heard, "rs1"), "client");
		for (const name of ["rs1", "rs2"]) delete host(heard, name).trace;
	});
	assert.deepEqual(lines, [says]);
});

test("a network on lo of rs1 that has lb: rs1 does not answer its ARP", () => {
	const lines = changed("sound-dr", (heard) => {
		host(heard, "rs1").addresses?.push(
			"1: lo    inet 10.88.0.200/24 scope global lo",
		);
		replace(
			host(heard, "lb"),
			"neighbours",
			/^10\.88\.0\.11 dev eth2 .*/g,
			"10.88.0.11 dev eth2 FAILED ",
		);
		const ports = portsAt(heard, "rs1");
		retrace(heard, "rs1", ports, "requests", () => []);
		answersLost(heard, ports, "rs1", "client");
	});
	assert.deepEqual(lines, [
		"lb: rs1 (10.88.0.11) does not answer ARP on eth2: rs1 takes 10.88.0.10 for itself: 10.88.0.200/24 on lo makes the whole network local; it must be /32",
	]);
});

for (const layout of ["sound-dr", "sound-tun"])
	test(`${layout}: rs1's gateway to the client is lb, which takes no packet from its own VIP`, () => {
		const { findings } = judged(layout, (heard) => {
			const rs1 = host(heard, "rs1");
			rs1["route client"] = rs1["route answer"] = [
				"10.77.0.14 from 10.77.0.70 via 10.88.0.10 dev eth2 uid 0 ",
			];
			answersLost(heard, portsAt(heard, "rs1"), "client");
		});
		assert.deepEqual(
			findings.map(({ host, cause }) => `${host}: ${cause}`),
			[
				"rs1: the answer goes to lb (10.88.0.10) as its gateway, and lb drops it: its source is lb's own VIP",
			],
		);
		assert.match(
			findings[0]?.wayOut ?? "",
			/another gateway.*forwarding: "nat"/,
		);
	});

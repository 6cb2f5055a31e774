import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, host, judged } from "./changed.ts";
import { answersLost, portsAt } from "./traced.ts";

// The way back by hardware addresses: whoever sends an answer may have that of another machine for the next one.

/** The answers of rs1 come to none of these. */
function lostBefore(heard: Changing, ...names: readonly string[]): void {
	answersLost(heard, portsAt(heard, "rs1"), ...names);
}

function macOf(heard: Changing, name: string, device: string): string {
	const line = host(heard, name).links?.find((each) =>
		each.includes(`: ${device}: `),
	);
	return /link\/ether (\S+)/.exec(line ?? "")?.[1] ?? "";
}

/** Another hardware address for an address, as `name` knows it. */
function learned(
	heard: Changing,
	name: string,
	address: string,
	mac: string,
): void {
	const sections = host(heard, name);
	const lines = sections.neighbours ?? [];
	assert.ok(lines.some((line) => line.startsWith(`${address} `)));
	sections.neighbours = lines.map((line) =>
		line.startsWith(`${address} `)
			? line.replace(/lladdr \S+/, `lladdr ${mac}`)
			: line,
	);
}

for (const layout of ["sound-nat", "sound-fullnat"])
	test(`${layout}: rs1 has rs2's hardware address for lb`, () => {
		const { findings } = judged(layout, (heard) => {
			learned(heard, "rs1", "10.88.0.10", macOf(heard, "rs2", "eth2"));
			lostBefore(heard, "lb", "client");
		});
		assert.deepEqual(
			findings.map(({ host: name, cause }) => `${name}: ${cause}`),
			[
				"rs1: lb's 10.88.0.10 is at rs2's hardware address 52:54:e9:84:de:99, and the answer goes there",
			],
		);
		assert.equal(
			findings[0]?.wayOut,
			"On rs1, let it forget: ip neigh del 10.88.0.10 dev eth2; what wrote it there would write it again.",
		);
	});

test("rs2 has lb's address too: it is to be taken away there", () => {
	const { findings } = judged("sound-nat", (heard) => {
		learned(heard, "rs1", "10.88.0.10", macOf(heard, "rs2", "eth2"));
		host(heard, "rs2").addresses?.push(
			"4: eth2    inet 10.88.0.10/24 scope global secondary eth2",
		);
		lostBefore(heard, "lb", "client");
	});
	assert.equal(
		findings[0]?.wayOut,
		"Take 10.88.0.10 away from eth2 of rs2; then on rs1, let it forget: ip neigh del 10.88.0.10 dev eth2",
	);
});

test("by DR rs1 has another hardware address for the client, and by NAT lb has", () => {
	for (const [layout, sender] of [
		["sound-dr", "rs1"],
		["sound-nat", "lb"],
	] as const) {
		const { findings } = judged(layout, (heard) => {
			learned(heard, sender, "10.77.0.14", "52:54:00:00:00:99");
			lostBefore(heard, "client");
		});
		assert.deepEqual(
			findings.map(({ host: name, cause }) => `${name}: ${cause}`),
			[
				`${sender}: client's 10.77.0.14 is at the hardware address 52:54:00:00:00:99, which is none of client's, and the answer goes there`,
			],
		);
	}
});

test("with the right hardware addresses the answer is lost on the way", () => {
	const { findings } = judged("sound-nat", (heard) =>
		lostBefore(heard, "lb", "client"),
	);
	assert.match(
		findings[0]?.cause ?? "",
		/^nothing of the answer, rs1 -> client/,
	);
});

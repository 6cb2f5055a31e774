import assert from "node:assert/strict";
import { test } from "node:test";
import { type Changing, host, judged, replace } from "./changed.ts";
import { answersLost, portsAt, retrace } from "./traced.ts";

// What hosts saw of a probe outweighs the hardware addresses that they know.

const foreign = "52:54:00:00:00:99";

function vipAt(heard: Changing, mac: string): void {
	replace(
		host(heard, "client"),
		"neighbours",
		/^(10\.77\.0\.70 dev eth1 lladdr) \S+/g,
		`$1 ${mac}`,
	);
}

function macOf(heard: Changing, name: string, device: string): string {
	const line = host(heard, name).links?.find((each) =>
		each.includes(`: ${device}: `),
	);
	return /link\/ether (\S+)/.exec(line ?? "")?.[1] ?? "";
}

/** As if lb, and every real server, had seen other clients alone. */
function unseen(heard: Changing, ...names: readonly string[]): void {
	for (const name of names) host(heard, name).trace = [];
	host(heard, "lb").connections = [];
}

const told = ({ findings }: ReturnType<typeof judged>) =>
	findings.map(({ host, cause }) => `${host}: ${cause}`);

test("a router or a cloud answers ARP for lb and for the real servers: the probes came through, and nothing is found", () => {
	const verdicts = judged("sound-dr", (heard) => {
		vipAt(heard, foreign);
		replace(
			host(heard, "lb"),
			"neighbours",
			/^(10\.88\.0\.1\d dev eth2 lladdr) \S+/g,
			`$1 ${foreign}`,
		);
	});
	assert.deepEqual(told(verdicts), []);
	assert.equal(verdicts.good.length, 2);
});

test("the same where no host can trace", () => {
	const verdicts = judged("sound-dr", (heard) => {
		vipAt(heard, foreign);
		for (const sections of Object.values(heard.answers)) delete sections.trace;
	});
	assert.deepEqual(told(verdicts), []);
});

test("something on the way replaces the client's address, and the probes are answered: a note, and no finding", () => {
	const verdicts = judged("sound-dr", (heard) =>
		unseen(heard, "lb", "rs1", "rs2"),
	);
	assert.deepEqual(told(verdicts), []);
	assert.match(
		verdicts.notes.join("\n"),
		/^lb: saw this probe from another address, or not at all: something on the way replaces the client's address 10\.77\.0\.14/m,
	);
});

test("the client has the hardware address of the director that had the VIP before", () => {
	const former = "52:54:00:00:00:08";
	const verdicts = judged("sound-dr", (heard) => {
		const failover = { routerId: 51, peers: { lb2: "10.88.0.8" } };
		heard.targets = heard.targets.map((target) => ({
			...target,
			director: {
				...target.director,
				desired: { ...target.director.desired, failover },
			},
		}));
		host(heard, "lb").neighbours?.push(
			`10.88.0.8 dev eth2 lladdr ${former} STALE `,
		);
		vipAt(heard, former);
		unseen(heard, "lb", "rs1", "rs2");
		unanswered(heard);
	});
	assert.deepEqual(told(verdicts), [
		`client: the VIP 10.77.0.70 is at the hardware address ${former}, which is that of 10.88.0.8, lb2; lb is passed by`,
	]);
	assert.match(
		verdicts.findings[0]?.wayOut ?? "",
		/lvsctl status.*ip neigh flush to 10\.77\.0\.70/,
	);
});

function unanswered(heard: Changing): void {
	heard.said = heard.said.replaceAll(
		/^(\d+) .*/gm,
		"$1 28 000 0.0 3.0 curl: (28) Connection timed out",
	);
}

test("rs1 has the VIP on a link, and the client learned it there: the device is told, and the command", () => {
	const { findings } = judged("sound-dr", (heard) => {
		vipAt(heard, macOf(heard, "rs1", "eth1"));
		const rs1 = host(heard, "rs1");
		replace(
			rs1,
			"addresses",
			/^1: lo (.*10\.77\.0\.70)\/32 scope global lo:0/g,
			"3: eth1 $1/24 scope global secondary eth1",
		);
		unseen(heard, "lb");
	});
	assert.match(
		findings[0]?.cause ?? "",
		/^the VIP 10\.77\.0\.70 is at rs1's hardware address \S+; lb is passed by \(rs1 has the VIP on its link eth1\)$/,
	);
	assert.match(
		findings[0]?.wayOut ?? "",
		/^On rs1: ip addr del 10\.77\.0\.70\/24 dev eth1/,
	);
});

test("another machine has rs1's address: it is told where nothing of the probe came to rs1", () => {
	const verdicts = judged("sound-dr", (heard) => {
		replace(
			host(heard, "lb"),
			"neighbours",
			/^(10\.88\.0\.11 dev eth2 lladdr) \S+/g,
			`$1 ${foreign}`,
		);
		const ports = portsAt(heard, "rs1");
		retrace(heard, "rs1", ports, "requests", () => []);
		answersLost(heard, ports, "rs1", "client");
	});
	assert.deepEqual(told(verdicts), [
		`lb: 10.88.0.11 is at the hardware address ${foreign}, which is not rs1's: another machine has the address of rs1`,
	]);
});

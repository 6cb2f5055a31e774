import assert from "node:assert/strict";
import { test } from "node:test";
import { hops } from "../../../../src/cli/explain/hops.ts";
import type { Journey } from "../../../../src/cli/explain/journey.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import {
	ruleKey,
	serversByService,
	servicesOf,
} from "../../../../src/ipvs/rule.ts";
import { clusterDoor } from "../../../../src/model/cluster-door.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";

/** The way of a packet of the last service of a cluster that forwards in one way. */
function way(
	forwarding: string,
	service: object = { tcp: 80 },
	others: object = {},
	/** What the state has of the director. */
	inState = (desired: Desired): Desired => desired,
	realServer = { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
): string[] {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding,
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: { rs1: realServer },
		services: { ...others, http: service },
	});
	const [lb] = cluster.directors;
	const [rs1] = cluster.realServers;
	assert.ok(lb && rs1);
	const host = (name: string, desired: Desired) => ({
		component: "web",
		role: "director" as const,
		name,
		vip: "172.18.0.70",
		connection: { address: "192.0.2.1" },
		desired,
		follows: {},
	});
	const director = host("lb", inState(renderDirector(cluster, lb)));
	const table = parseTable(director.desired.ipvs);
	const rule = servicesOf(table).at(-1);
	assert.ok(rule);
	const [server] = serversByService(table).get(ruleKey(rule)) ?? [];
	assert.ok(server);
	const journey: Journey = {
		service: rule,
		server,
		director,
		directorLinks: [
			{
				device: "lo",
				mac: "00:00:00:00:00:00",
				addresses: [realServer.address === "172.18.0.66" ? "172.18.0.70" : ""],
			},
			{ device: "eth1", mac: "52:54:00:00:00:01", addresses: ["172.18.0.70"] },
		],
		realServer: host(
			"rs1",
			forwarding === "fullnat" ? nothing : renderRealServer(cluster, rs1),
		),
		realServerLinks: [
			{ device: "eth1", mac: "52:54:00:00:00:02", addresses: ["172.18.0.67"] },
		],
	};
	return hops(journey).map(
		({ from, to, packet }) => `${from} > ${to}: ${packet}`,
	);
}

const first = [
	"client > lb: client -> 172.18.0.70:80, frame to 52:54:00:00:00:01",
	"lb > lb: client -> 172.18.0.70:80",
];

test("direct routing: the packet is unchanged, and the real server answers by itself", () => {
	assert.deepEqual(way("dr"), [
		...first,
		"lb > rs1: client -> 172.18.0.70:80, unchanged; frame to 52:54:00:00:00:02",
		"rs1 > client: 172.18.0.70:80 -> client",
	]);
});

test("a director that is the real server too: the packet stays there", () => {
	const both = { host: { address: "192.0.2.1" }, address: "172.18.0.66" };
	assert.deepEqual(way("dr", { tcp: 80 }, {}, undefined, both), [
		...first,
		"lb > rs1: client -> 172.18.0.70:80, unchanged",
		"rs1 > client: 172.18.0.70:80 -> client",
	]);
});

test("a tunnel: the packet travels in another one", () => {
	assert.deepEqual(way("tun"), [
		...first,
		"lb > rs1: 172.18.0.66 -> 172.18.0.67 (ipip), inside: client -> 172.18.0.70:80; frame to 52:54:00:00:00:02",
		"rs1 > client: 172.18.0.70:80 -> client",
	]);
});

test("NAT: both ways through the director", () => {
	assert.deepEqual(way("nat", { tcp: 80, realServerPort: 8080 }), [
		...first,
		"lb > rs1: client -> 172.18.0.67:8080; frame to 52:54:00:00:00:02",
		"rs1 > lb: 172.18.0.67:8080 -> client",
		"lb > client: 172.18.0.70:80 -> client",
	]);
});

test("FULLNAT: the real server sees the director", () => {
	assert.deepEqual(way("fullnat"), [
		...first,
		"lb > rs1: 172.18.0.66 -> 172.18.0.67:80; frame to 52:54:00:00:00:02",
		"rs1 > lb: 172.18.0.67:80 -> 172.18.0.66",
		"lb > client: 172.18.0.70:80 -> client",
	]);
});

test("FULLNAT with a gateway: the real server sees the address that goes where the VIP goes", () => {
	const gated = (desired: Desired): Desired => ({
		...desired,
		...(desired.packets === undefined
			? {}
			: {
					packets: {
						...desired.packets,
						masquerades: Object.fromEntries(
							Object.entries(desired.packets.masquerades).map(
								([words, rule]) => [words, { ...rule, source: "172.18.0.1" }],
							),
						),
					},
				}),
	});
	assert.deepEqual(way("fullnat", undefined, undefined, gated).slice(2, 4), [
		"lb > rs1: 172.18.0.1 -> 172.18.0.67:80; frame to 52:54:00:00:00:02",
		"rs1 > lb: 172.18.0.67:80 -> 172.18.0.1",
	]);
});

test("beside other services: a mark has its own ports, and NAT is not the FULLNAT of another", () => {
	const [first] = way(
		"dr",
		{ fwmark: 8, tcp: [8083] },
		{ other: { fwmark: 7, tcp: [8081, 8082] } },
	);
	assert.match(first ?? "", /client -> 172\.18\.0\.70:8083/);
	const [, , there] = way(
		"nat",
		{ tcp: 8080 },
		{ other: { tcp: 80, forwarding: "fullnat" } },
	);
	assert.equal(
		there,
		"lb > rs1: client -> 172.18.0.67:8080; frame to 52:54:00:00:00:02",
	);
});

test("a state of an earlier version does not tell what gets a mark or another source", () => {
	const earlier = ({ packets: _, ...desired }: Desired): Desired => desired;
	for (const [forwarding, service] of [
		["nat", { tcp: 80 }],
		["dr", { fwmark: 7, tcp: [80] }],
	] as const)
		assert.throws(() => way(forwarding, service, {}, earlier), {
			name: "DeclarationError",
			message:
				"director lb: 1 problem\n  state: an earlier version of pulumi-lvs wrote it, and did not note which packets get a mark or another source; run lvsctl up",
		});
	assert.equal(way("dr", { tcp: 80 }, {}, earlier).length, 4);
});

test("a mark: the port is the first of those that get it", () => {
	assert.match(
		way("dr", { fwmark: 7, tcp: [8081, 8082] })[0] ?? "",
		/client -> 172\.18\.0\.70:8081/,
	);
});

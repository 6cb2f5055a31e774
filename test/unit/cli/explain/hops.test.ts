import assert from "node:assert/strict";
import { test } from "node:test";
import { hops, type Journey } from "../../../../src/cli/explain/hops.ts";
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

/** The way of a packet of the first service of a cluster that forwards in one way. */
function way(forwarding: string, service: object = { tcp: 80 }): string[] {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding,
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		services: { http: service },
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
	const director = host("lb", renderDirector(cluster, lb));
	const table = parseTable(director.desired.ipvs);
	const [rule] = servicesOf(table);
	assert.ok(rule);
	const [server] = serversByService(table).get(ruleKey(rule)) ?? [];
	assert.ok(server);
	const journey: Journey = {
		service: rule,
		server,
		director,
		directorLinks: [
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

test("a mark: the port is the first of those that get it", () => {
	assert.match(
		way("dr", { fwmark: 7, tcp: [8081, 8082] })[0] ?? "",
		/client -> 172\.18\.0\.70:8081/,
	);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { planProbes } from "../../../src/diagnose/plan-probes.ts";
import { targetsOf } from "../../../src/diagnose/target.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { renderDirector } from "../../../src/render/director.ts";

function targets(
	services: object,
	forwarding = "dr",
	/** What the state has of the director. */
	inState = (desired: Desired): Desired => desired,
) {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding,
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
			rs2: {
				host: { address: "192.0.2.3" },
				address: "172.18.0.68",
				weight: 4,
			},
		},
		services,
	});
	const [lb] = cluster.directors;
	assert.ok(lb);
	return targetsOf(
		{
			component: "web",
			name: "lb",
			vip: "172.18.0.70",
			connection: { address: "192.0.2.1" },
			desired: inState(renderDirector(cluster, lb)),
		},
		[],
	);
}

test("every port of a mark is a target, and each probe has a port of its own", () => {
	const all = targets({ web: { fwmark: 7, tcp: [80, 8443], udp: [53] } });
	assert.deepEqual(
		all.map(({ protocol, port }) => `${protocol} ${port}`).sort(),
		["tcp 80", "tcp 8443", "udp 53"],
	);
	const planned = planProbes(all, 61000);
	assert.deepEqual(
		new Set(planned.map(({ probe }) => probe.kind)),
		new Set(["http", "https", "udp"]),
	);
	const ports = planned.map(({ probe }) => probe.clientPort);
	assert.equal(new Set(ports).size, ports.length);
});

test("weights 1 and 4 need a whole round of wrr; a scheduler that goes by the client needs two probes", () => {
	const count = (scheduler: string) =>
		planProbes(targets({ http: { tcp: 80, scheduler } }), 61000).length;
	assert.ok(count("wrr") >= 5, String(count("wrr")));
	assert.equal(count("sh"), 2);
	assert.equal(count("rr"), 4);
});

test("many services share the probes", () => {
	const services = Object.fromEntries(
		Array.from({ length: 40 }, (_, index) => [
			`s${index}`,
			{ tcp: 1000 + index },
		]),
	);
	assert.ok(planProbes(targets(services), 61000).length <= 24);
});

test("a tunnel gets requests larger than a packet; FULLNAT is told from NAT by its masquerading", () => {
	const [tun] = planProbes(targets({ http: { tcp: 80 } }, "tun"), 61000);
	assert.ok((tun?.probe.padding ?? 0) > 1500);
	for (const forwarding of ["nat", "fullnat", "dr", "tun"])
		assert.deepEqual(
			targets({ http: { tcp: 80 } }, forwarding)[0]?.servers.map(
				(server) => server.forwarding,
			),
			[forwarding, forwarding],
		);
	const mixed = targets({
		full: { tcp: 8081, forwarding: "fullnat" },
		nat: { tcp: 8080, forwarding: "nat" },
	});
	assert.deepEqual(
		mixed.map(({ port, servers }) => [port, servers[0]?.forwarding]),
		[
			[8081, "fullnat"],
			[8080, "nat"],
		],
	);
});

test("a state of an earlier version is refused where it does not tell the ports of a mark, or NAT from FULLNAT", () => {
	const earlier = ({ packets: _, ...desired }: Desired): Desired => desired;
	const refused = { name: "DeclarationError", message: /run lvsctl up$/ };
	const marked = { web: { fwmark: 7, tcp: [80] } };
	const http = { http: { tcp: 80 } };
	assert.throws(() => targets(marked, "dr", earlier), refused);
	assert.throws(() => targets(http, "nat", earlier), refused);
	assert.equal(targets(http, "tun", earlier).length, 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { DeclarationError } from "../../../src/errors.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { routerIdOf } from "../../../src/model/router-id.ts";
import { schedulerNames } from "../../../src/model/schedulers.ts";
import { absent, changed, connection, declared, hostKey } from "./declared.ts";

const resolvedHost = (port: number) => ({
	...connection(port),
	user: "root",
	sudo: false,
});

const usual = { port: 80, upper: 0, lower: 0 };

test("a declaration is resolved, every default decided", () => {
	assert.deepEqual(clusterDoor.parse("web", declared()), {
		name: "web",
		vip: "172.18.0.70",
		tunnel: { type: "ipip", port: undefined },
		drainSeconds: 30,
		page: [80],
		openFilters: false,
		directors: [
			{
				name: "lb",
				host: resolvedHost(2201),
				address: "172.18.0.66",
				prefixLength: 24,
				interface: undefined,
				syncInterface: undefined,
			},
		],
		failover: undefined,
		realServers: [
			{
				name: "rs1",
				host: resolvedHost(2202),
				address: "172.18.0.67",
				interface: undefined,
			},
			{
				name: "rs2",
				host: resolvedHost(2203),
				address: "172.18.0.68",
				interface: undefined,
			},
		],
		services: [
			{
				name: "http",
				match: { protocol: "tcp", port: 80 },
				forwarding: "dr",
				scheduler: "wrr",
				flags: [],
				persistence: undefined,
				onePacket: false,
				check: undefined,
				sorry: undefined,
				whenAllFail: "refuse",
				servers: [
					{ name: "rs1", address: "172.18.0.67", weight: 2, ...usual },
					{ name: "rs2", address: "172.18.0.68", weight: 3, ...usual },
				],
			},
		],
		ipvsSysctls: {},
		timeouts: { tcp: undefined, tcpFin: undefined, udp: undefined },
	});
});

test("several directors agree, by defaults where nothing is said", () => {
	const other = { host: connection(2204), address: "172.18.0.65" };
	const failoverOf = (failover: unknown) =>
		clusterDoor.parse("web", changed({ "directors.lb2": other, failover }))
			.failover;
	const usual = {
		advertSeconds: 1,
		routerId: routerIdOf("web"),
		preemptSeconds: undefined,
		tell: undefined,
		check: undefined,
		gateway: undefined,
		addresses: [],
	};
	assert.deepEqual(failoverOf({}), usual);
	assert.deepEqual(failoverOf({ advertSeconds: 0.3, routerId: 51 }), {
		...usual,
		advertSeconds: 0.3,
		routerId: 51,
	});
	const all = { ...usual, advertSeconds: 40, preemptSeconds: 0 };
	assert.deepEqual(failoverOf({ advertSeconds: 40, preemptSeconds: 0 }), all);
	const check = {
		command: ["/usr/local/sbin/look"],
		runAs: "nobody",
		everySeconds: 2,
		timeoutSeconds: 2,
		failures: 2,
	};
	assert.deepEqual(
		failoverOf({ check: { command: "/usr/local/sbin/look" } })?.check,
		check,
	);
	assert.deepEqual(
		failoverOf({
			check: { command: ["/usr/local/sbin/look", "it's"], everySeconds: 5 },
		})?.check,
		{
			...check,
			command: ["/usr/local/sbin/look", "it's"],
			...{ everySeconds: 5, timeoutSeconds: 5 },
		},
	);
});

test("weight, scheduler and port have defaults", () => {
	const { services } = clusterDoor.parse(
		"web",
		changed({
			"realServers.rs1.weight": undefined,
			"services.http.scheduler": undefined,
		}),
	);
	assert.equal(services[0]?.scheduler, "wlc");
	assert.equal(services[0]?.servers[0]?.weight, 1);
});

test("weight 0 is a value, of a real server and of one service", () => {
	const { services } = clusterDoor.parse(
		"web",
		changed({
			"realServers.rs1.weight": 0,
			"services.https": { tcp: 443, realServers: { rs2: { weight: 0 } } },
		}),
	);
	const weights = services.map(({ servers }) =>
		servers.map(({ weight }) => weight),
	);
	assert.deepEqual(weights, [
		[0, 3],
		[0, 0],
	]);
});

test("a service changes the weight of the real servers it names, for itself alone", () => {
	const { services } = clusterDoor.parse(
		"web",
		changed({
			"services.https": { tcp: 443, realServers: { rs1: { weight: 5 } } },
		}),
	);
	const weights = services.map(({ servers }) =>
		servers.map(({ weight }) => weight),
	);
	assert.deepEqual(weights, [
		[2, 3],
		[5, 3],
	]);
});

test("a real server may be called as a property that every object has", () => {
	const { services } = clusterDoor.parse(
		"web",
		changed({
			"realServers.constructor": {
				host: connection(2204),
				address: "172.18.0.69",
			},
			"services.http.realServers": { rs1: {} },
		}),
	);
	assert.deepEqual(services[0]?.servers[2], {
		name: "constructor",
		address: "172.18.0.69",
		weight: 1,
		...usual,
	});
});

test("a director says its link and interface, a real server its interface", () => {
	const { directors, realServers } = clusterDoor.parse(
		"web",
		changed({
			"directors.lb.address": "172.18.0.66/16",
			"directors.lb.interface": "eth1",
			"realServers.rs1.address": "172.18.9.67",
			"realServers.rs1.interface": "eth2.10",
		}),
	);
	assert.equal(directors[0]?.address, "172.18.0.66");
	assert.equal(directors[0]?.prefixLength, 16);
	assert.equal(directors[0]?.interface, "eth1");
	assert.equal(realServers[0]?.interface, "eth2.10");
});

test("no page where none is wanted", () => {
	for (const page of [absent, false])
		assert.deepEqual(clusterDoor.parse("web", changed({ page })).page, []);
	assert.deepEqual(
		clusterDoor.parse("web", changed({ page: { ports: [8080] } })).page,
		[8080],
	);
});

test("weight -0 is 0", () => {
	const { services } = clusterDoor.parse(
		"web",
		changed({ "realServers.rs1.weight": -0 }),
	);
	assert.ok(Object.is(services[0]?.servers[0]?.weight, 0));
});

test("what else may be declared", () => {
	for (const changes of [
		{ vip: "10.9.8.7" },
		{ "services.http.realServerPort": 80 },
		{ "services.http.tcp": 65535 },
		{ "realServers.rs1.weight": 65535 },
		{ "directors.lb.host.address": "lb.example.org" },
		{
			"directors.lb.host.privateKey": "-----BEGIN OPENSSH PRIVATE KEY-----\nx",
			"directors.lb.host.privateKeyFile": undefined,
			"directors.lb.host.agent": false,
		},
	])
		assert.doesNotThrow(() => clusterDoor.parse("web", changed(changes)));
});

for (const scheduler of schedulerNames) {
	test(`scheduler ${scheduler} is known`, () => {
		const { services } = clusterDoor.parse(
			"web",
			changed({ "services.http.scheduler": scheduler }),
		);
		assert.equal(services[0]?.scheduler, scheduler);
	});
}

test("a connection gets its defaults, its jump too; line end and comment of a host key go", () => {
	const { directors } = clusterDoor.parse(
		"web",
		changed({
			"directors.lb.host": {
				address: "10.0.0.1",
				user: "ops",
				hostKey: `${hostKey} root@lb\n`,
				jump: { address: "gate.example.org", agent: true },
			},
		}),
	);
	assert.deepEqual(directors[0]?.host, {
		address: "10.0.0.1",
		port: 22,
		user: "ops",
		sudo: true,
		hostKey,
		jump: {
			address: "gate.example.org",
			port: 22,
			user: "root",
			sudo: false,
			agent: true,
		},
	});
});

test("what ssh_config may say is not decided before it is asked", () => {
	const { directors, realServers } = clusterDoor.parse(
		"web",
		changed({
			"directors.lb.host": { address: "lb", sshConfig: true },
			"realServers.rs1.host": {
				address: "rs1",
				sshConfig: "~/.ssh/lvs",
				user: "ops",
				connectSeconds: 2.5,
			},
		}),
	);
	assert.deepEqual(directors[0]?.host, { address: "lb", sshConfig: true });
	assert.deepEqual(realServers[0]?.host, {
		address: "rs1",
		sshConfig: "~/.ssh/lvs",
		user: "ops",
		sudo: true,
		connectSeconds: 2.5,
	});
});

test("two machines may have one address behind two jumps", () => {
	const behind = (gate: string) => ({
		address: "10.0.0.1",
		jump: { address: gate },
	});
	assert.doesNotThrow(() =>
		clusterDoor.parse(
			"web",
			changed({
				"realServers.rs1.host": behind("gate-1"),
				"realServers.rs2.host": behind("gate-2"),
			}),
		),
	);
});

test("a cluster is frozen to the last leaf and leaves the declaration as it was", () => {
	const declaration = declared();
	const unfrozen: string[] = [];
	const look = (path: string, value: unknown) => {
		if (typeof value !== "object" || value === null) return;
		if (!Object.isFrozen(value)) unfrozen.push(path);
		for (const [key, part] of Object.entries(value))
			look(`${path}.${key}`, part);
	};
	look("cluster", clusterDoor.parse("web", declaration));
	assert.deepEqual(unfrozen, []);
	assert.deepEqual(declaration, declared());
	assert.equal(Object.isFrozen(declaration.directors.lb?.host), false);
});

test("lists are in the order declared", () => {
	const { realServers } = declared();
	const { rs1, rs2 } = realServers;
	const cluster = clusterDoor.parse("web", {
		...declared(),
		realServers: { rs2, rs1 },
	});
	assert.deepEqual(
		cluster.realServers.map(({ name }) => name),
		["rs2", "rs1"],
	);
	assert.deepEqual(
		cluster.services[0]?.servers.map(({ name }) => name),
		["rs2", "rs1"],
	);
});

test("the order of keys never changes what is in a cluster", () => {
	const shuffled = (value: unknown, seed: number): unknown =>
		typeof value !== "object" || value === null
			? value
			: Object.fromEntries(
					Object.entries(value)
						.map(([key, part]) => [key, shuffled(part, seed)] as const)
						.sort(([one], [other]) => rank(one, seed) - rank(other, seed)),
				);
	const rank = (key: string, seed: number) =>
		[...key].reduce(
			(sum, letter) => (sum * seed + letter.charCodeAt(0)) % 997,
			7,
		);
	const byName = <T extends { name: string }>(list: readonly T[]) =>
		list.toSorted((one, other) => one.name.localeCompare(other.name));
	const sorted = (cluster: Cluster) => ({
		...cluster,
		realServers: byName(cluster.realServers),
		services: byName(
			cluster.services.map((service) => ({
				...service,
				servers: byName(service.servers),
			})),
		),
	});
	const declaration = changed({ "services.https": { tcp: 443 } });
	const expected = sorted(clusterDoor.parse("web", declaration));
	fc.assert(
		fc.property(fc.integer({ min: 2, max: 900 }), (seed) => {
			assert.deepEqual(
				sorted(clusterDoor.parse("web", shuffled(declaration, seed))),
				expected,
			);
		}),
	);
});

const json = fc.jsonValue({ maxDepth: 4 });

test("a service of all ports reaches a real server at the port that was asked for", () => {
	const { services } = clusterDoor.parse(
		"web",
		changed({
			services: { all: { tcp: "all", persistence: { seconds: 60 } } },
		}),
	);
	assert.deepEqual(
		services.map(({ match, servers }) => [match, servers.map((at) => at.port)]),
		[[{ protocol: "tcp", port: "all" }, ["as asked", "as asked"]]],
	);
});

test("whatever JSON is declared, it is a cluster or a DeclarationError", () => {
	const paths = fc.constantFrom(
		"vip",
		"page",
		"directors",
		"directors.lb",
		"directors.lb.host",
		"directors.lb.host.jump",
		"realServers",
		"realServers.rs1",
		"realServers.rs1.weight",
		"services",
		"services.http",
		"services.http.tcp",
		"services.http.realServers",
	);
	const refused = (name: unknown, declaration: unknown) => {
		try {
			clusterDoor.parse(name as string, declaration);
		} catch (error) {
			assert.ok(error instanceof DeclarationError, String(error));
			assert.ok(error.problems.length > 0);
		}
	};
	fc.assert(fc.property(json, json, refused));
	fc.assert(
		fc.property(paths, json, (path, value) =>
			refused("web", changed({ [path]: value })),
		),
	);
});

test("a limit of UDP may be small, as a packet leaves no closed connection behind", () => {
	const small = { "services.http.realServers.rs1": { upper: 50 } };
	assert.equal(clusterDoor.check("web", changed(small)).length, 1);
	assert.deepEqual(
		clusterDoor.check(
			"web",
			changed({
				...small,
				"services.http.tcp": absent,
				"services.http.udp": 53,
			}),
		),
		[],
	);
});

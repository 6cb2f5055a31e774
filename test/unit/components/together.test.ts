import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import {
	Cluster,
	type ClusterArgs,
	Database,
	type DatabaseArgs,
	Discuz,
	HostSetup,
	ObjectCache,
	SessionStore,
	Website,
	WordPress,
} from "../../../src/index.ts";
import { routerIdOf } from "../../../src/model/router-id.ts";
import {
	type Changes,
	changed,
	connection,
	declared,
} from "../model/declared.ts";
import { modes, register } from "./register.ts";

// What two components of one program cannot both have. Each is good by itself.

const port80 =
	"services.http.tcp: port 80 of 172.18.0.70 is already that of services.http of cluster web; give each service a port of its own, or each cluster a VIP of its own";
const twoDirectors =
	"vip: 172.18.0.70 is already the VIP of cluster web, on another director: two machines would answer for one address; write another VIP, or the director of cluster web";
const sameName = (kind: string) =>
	`name: web is already the name of another ${kind} of this program: what is on a host is known by the kind and the name of its component, and by these lvsctl knows it too; give one of the two another name`;
const other = {
	"directors.lb.host": connection(2301),
	"directors.lb.address": "172.18.0.60",
};
const rs3 = { host: connection(2209), address: "172.18.0.77" };
const lb2 = { host: connection(2208), address: "172.18.0.62" };
/** Two directors that agree under this number. */
const pair = (routerId?: number) => ({
	"directors.lb2": { ...lb2 },
	failover: routerId === undefined ? {} : { routerId },
});
/** Two directors, with this gateway. */
const gated = (gateway: string, routerId: number) => ({
	...pair(),
	forwarding: "nat",
	failover: { gateway, routerId },
});
/** By which link each director tells of connections. */
const links = (lb: string, lb2: string) => ({
	"directors.lb.syncInterface": lb,
	"directors.lb2.syncInterface": lb2,
});
const elsewhere = {
	"directors.lb.host": connection(2301),
	"directors.lb.address": "172.18.0.60",
	"directors.lb2": { host: connection(2302), address: "172.18.0.61" },
};
const gateway = "172.18.0.10";
const paired = {
	"directors.lb2": { host: connection(2300), address: "172.18.0.58" },
	failover: { routerId: 51 },
};
const marked = { "services.http": { fwmark: 7, tcp: [80, 443] } };

/** Something that another resource gives: a preview does not know it. */
class Other extends pulumi.CustomResource {
	declare readonly value: pulumi.Output<never>;

	constructor(value: unknown) {
		super("other:index:Other", `other-${String(value)}`, { value });
	}
}

const later = (value: string) => () => new Other(value).value;

const clusters: Readonly<
	Record<string, readonly [Changes, Changes, readonly string[]]>
> = {
	"the same port of the same VIP": [{}, {}, [port80]],
	"another VIP": [{}, { vip: "172.18.0.71" }, []],
	"another port": [{}, { "services.http.tcp": 443 }, []],
	"the same port, one of them of UDP": [
		{},
		{ "services.http": { udp: 80 } },
		[],
	],
	"a port that has a mark in the other": [{}, marked, [port80]],
	"all ports twice": [
		{ "services.http": { tcp: "all", persistence: { seconds: 60 } } },
		{ "services.http": { tcp: "all", persistence: { seconds: 60 } } },
		[
			"services.http.tcp: all ports of 172.18.0.70 are already those of services.http of cluster web; give each service a port of its own, or each cluster a VIP of its own",
		],
	],
	"the same mark for another VIP": [
		marked,
		{ ...marked, vip: "172.18.0.71" },
		[
			"services.http.fwmark: mark 7 is already that of services.http of cluster web, on the same director; give each service a mark of its own",
		],
	],
	"the same mark on another director": [
		marked,
		{ ...marked, ...other, vip: "172.18.0.71" },
		[],
	],
	"the same number of the same directors": [
		paired,
		{ ...paired, vip: "172.18.0.71" },
		[
			"failover.routerId: 51 is already the number of cluster web, on the same directors; write another one here, like `failover: { routerId: 52 }`",
		],
	],
	"directors of which one is in two groups": [
		paired,
		{
			"directors.lb2": { host: connection(2299), address: "172.18.0.57" },
			vip: "172.18.0.71",
		},
		[
			"directors: cluster web has one of these directors and others beside it (172.18.0.58, 172.18.0.66), and a kernel can tell one group alone of its connections; declare the same directors in both, or directors of its own here",
		],
	],
	"one director that another cluster has among several": [
		paired,
		{ vip: "172.18.0.71" },
		[],
	],
	"two directors without numbers, each cluster with that of its name": [
		{ ...paired, failover: {} },
		{ ...paired, failover: {}, vip: "172.18.0.71" },
		[],
	],
	"the same number of other directors, whose adverts go from machine to machine":
		[
			paired,
			{
				...other,
				failover: paired.failover,
				"directors.lb2": { host: connection(2302), address: "172.18.0.59" },
				vip: "172.18.0.71",
			},
			[],
		],
	"one VIP on two directors": [{}, other, [twoDirectors]],
	"one VIP on two directors, another port": [
		{},
		{ ...other, "services.http.tcp": 443 },
		[twoDirectors],
	],
	"a VIP that is the address of a machine of the other": [
		{},
		{ vip: "172.18.0.67", realServers: { rs3 } },
		[
			"vip: 172.18.0.67 is already the address of realServers.rs1 of cluster web; write a VIP that no machine has",
		],
	],
	"a machine whose address is the VIP of the other": [
		{},
		{
			vip: "172.18.0.71",
			realServers: { rs3: { ...rs3, address: "172.18.0.70" } },
		},
		[
			"realServers.rs3.address: 172.18.0.70 is the VIP of cluster web; write the machine's own address, or another VIP there",
		],
	],
	"a real server that is the other cluster": [
		{},
		{
			vip: "172.18.0.71",
			forwarding: "nat",
			realServers: { web: { address: "172.18.0.70" } },
		},
		[],
	],
	"two groups of the same directors with one number": [
		pair(51),
		{ ...pair(51), vip: "172.18.0.71" },
		[
			"failover.routerId: 51 is already the number of cluster web, on the same directors; write another one here, like `failover: { routerId: 52 }`",
		],
	],
	"two groups with the last number": [
		pair(255),
		{ ...pair(255), vip: "172.18.0.71" },
		[
			"failover.routerId: 255 is already the number of cluster web, on the same directors; write another one here, like `failover: { routerId: 1 }`",
		],
	],
	"two groups with one number, of which one follows from a name": [
		pair(),
		{ ...pair(routerIdOf("web")), vip: "172.18.0.71" },
		[
			`failover.routerId: ${routerIdOf("web")} is already the number of cluster web, on the same directors; write another one here, like \`failover: { routerId: ${routerIdOf("web") + 1} }\``,
		],
	],
	"two groups with two numbers": [
		pair(51),
		{ ...pair(52), vip: "172.18.0.71" },
		[],
	],
	"two groups of other directors with one number": [
		pair(51),
		{ ...pair(51), ...elsewhere, vip: "172.18.0.71" },
		[],
	],
	"two links for what one kernel tells of connections": [
		{ ...pair(51), ...links("eth2", "eth2") },
		{ ...pair(52), ...links("eth2", "eth3"), vip: "172.18.0.71" },
		[
			"directors.lb2.syncInterface: cluster web tells of connections by eth2 on this machine, and this cluster by eth3: a kernel has one link for it; write the same syncInterface in both, or in none",
		],
	],
	"a link of its own for it, and none in the other": [
		{ ...pair(51), ...links("eth2", "eth2") },
		{ ...pair(52), vip: "172.18.0.71" },
		["lb", "lb2"].map(
			(name) =>
				`directors.${name}.syncInterface: cluster web tells of connections by eth2 on this machine, and this cluster by the link of its \`address\`: a kernel has one link for it; write the same syncInterface in both, or in none`,
		),
	],
	"the same link for it, of which one has another name on each machine": [
		{ ...pair(51), ...links("eth2", "eth3") },
		{ ...pair(52), ...links("eth2", "eth3"), vip: "172.18.0.71" },
		[],
	],
	"two values of what a kernel has once": [
		{
			ipvs: {
				timeouts: { tcp: 900 },
				expireNodestConn: true,
				connReuseMode: 1,
			},
		},
		{
			vip: "172.18.0.71",
			ipvs: {
				timeouts: { tcp: 300 },
				expireNodestConn: false,
				connReuseMode: 0,
			},
		},
		[
			["ipvs.expireNodestConn", "true"],
			["ipvs.connReuseMode", "1"],
			["ipvs.timeouts.tcp", "900"],
		].map(
			([path, value]) =>
				`${path}: cluster web has ${value} on the same director, and a kernel has one value for all clusters; write the same in both, or leave it out in one of them`,
		),
	],
	"one value of it, or one that only one of them declares": [
		{ ipvs: { timeouts: { tcp: 900 }, sloppyTcp: true } },
		{
			vip: "172.18.0.71",
			ipvs: { timeouts: { tcp: 900, udp: 30 }, connReuseMode: 0 },
		},
		[],
	],
	"two values of it, on two directors": [
		{ ipvs: { timeouts: { tcp: 900 } } },
		{ ...other, vip: "172.18.0.71", ipvs: { timeouts: { tcp: 300 } } },
		[],
	],
	"one gateway twice": [
		gated(gateway, 51),
		{ ...gated(gateway, 52), vip: "172.18.0.71" },
		[
			"failover.gateway: 172.18.0.10 is already the gateway of cluster web, and goes where its VIP goes; write an address of the directors' link that nothing else has",
		],
	],
	"one gateway twice, of other directors": [
		gated(gateway, 51),
		{ ...gated(gateway, 51), ...elsewhere, vip: "172.18.0.71" },
		[
			"failover.gateway: 172.18.0.10 is already the gateway of cluster web, and goes where its VIP goes; write an address of the directors' link that nothing else has",
		],
	],
	"two gateways": [
		gated(gateway, 51),
		{ ...gated("172.18.0.11", 52), vip: "172.18.0.71" },
		[],
	],
	"a gateway that is the VIP of the other": [
		{},
		{ ...gated("172.18.0.70", 51), vip: "172.18.0.71" },
		[
			"failover.gateway: 172.18.0.70 is already the VIP of cluster web; write an address of the directors' link that nothing else has",
		],
	],
	"a VIP that is the gateway of the other": [
		gated("172.18.0.71", 51),
		{ vip: "172.18.0.71" },
		[
			"vip: 172.18.0.71 is already the gateway of cluster web; write a VIP that no machine has",
		],
	],
	"a gateway that is the address of a machine of the other": [
		{ realServers: { rs3 } },
		{ ...gated("172.18.0.77", 51), vip: "172.18.0.71" },
		[
			"failover.gateway: 172.18.0.77 is already the address of realServers.rs3 of cluster web; write an address of the directors' link that nothing else has",
		],
	],
	"an address that goes with the VIP, and is the VIP of the other": [
		{ ...pair(51), failover: { routerId: 51, addresses: ["172.18.0.71"] } },
		{ vip: "172.18.0.71" },
		[
			"vip: 172.18.0.71 is already the other address of cluster web; write a VIP that no machine has",
		],
	],
	"one address that goes with two VIPs": [
		{ ...pair(51), failover: { routerId: 51, addresses: ["172.18.0.99"] } },
		{
			...pair(52),
			vip: "172.18.0.71",
			failover: { routerId: 52, addresses: ["172.18.0.99"] },
		},
		[
			"failover.addresses: 172.18.0.99 is already the other address of cluster web, and goes where its VIP goes; write an address that nothing else has",
		],
	],
	"a machine whose address is the gateway of the other": [
		gated("172.18.0.77", 51),
		{ vip: "172.18.0.71", realServers: { rs3 } },
		[
			"realServers.rs3.address: 172.18.0.77 is the gateway of cluster web; write the machine's own address, or another gateway there",
		],
	],
	"a director that is connected to in two ways is one": [
		{},
		{ "directors.lb.host": { ...connection(22), address: "lb.example" } },
		[port80],
	],
	"a director whose connection comes later is known by its address": [
		{},
		{ "directors.lb.host.address": later("192.0.2.9") },
		[port80],
	],
};

const make = (name: string, changes: Changes) => {
	const given = Object.fromEntries(
		Object.entries(changes).map(([path, value]) => [
			path,
			typeof value === "function" ? value() : value,
		]),
	);
	return new Cluster(name, { ...(changed(given) as ClusterArgs), page: false });
};

for (const mode of modes)
	suite(mode, () => {
		for (const [what, [one, two, expected]] of Object.entries(clusters))
			test(`two clusters: ${what}`, async () => {
				const message = await said(mode, () => {
					make("web", one);
					make("two", two);
				});
				assert.equal(message, refusal("cluster two", expected));
			});

		for (const [what, changes] of Object.entries({
			"on one director": { vip: "172.18.0.71" },
			"on other machines": {
				...other,
				vip: "172.18.0.71",
				realServers: {
					rs9: { host: connection(2207), address: "172.18.0.78" },
				},
			},
		}))
			test(`two clusters of one name, ${what}`, async () => {
				const message = await said(mode, () => {
					make("web", {});
					make("web", changes);
				});
				assert.equal(message, refusal("cluster web", [sameName("cluster")]));
			});

		test("two components of one name, which are of two kinds", async () => {
			const tools = (name: string) =>
				new HostSetup(name, { hosts: { rs9: connection(2207) } });
			assert.equal(
				await said(mode, () => {
					make("web", {});
					tools("web");
				}),
				"",
			);
			assert.equal(
				await said(mode, () => {
					tools("tools");
					tools("tools");
				}),
				refusal("host set-up tools", [
					sameName("host set-up").replaceAll("web", "tools"),
				]),
			);
		});

		test("a program knows nothing of the one before", async () => {
			for (const _ of [1, 2])
				assert.equal(await said(mode, () => make("web", {})), "");
		});
	});

suite("two clusters whose names lead to one table of the packet filter", () => {
	const clash = (
		one: readonly [string, Changes],
		two: readonly [string, Changes],
	) =>
		said("preview", () => {
			make(...one);
			make(...two);
		});
	const vip = "172.18.0.71";
	const refused = (name: string, beside: string) =>
		refusal(`cluster ${name}`, [
			`name: tables of the packet filter follow from the name of a cluster, and on lb both this name and that of cluster ${beside} lead to lvs-web-failover; give one of the clusters another name`,
		]);

	test("cannot both have it on one director, whichever comes first", async () => {
		assert.equal(
			await clash(["web", pair()], ["web-failover", { vip }]),
			refused("web-failover", "web"),
		);
		assert.equal(
			await clash(["web-failover", { vip }], ["web", pair()]),
			refused("web", "web-failover"),
		);
	});

	test("nor where the director is a real server of the other", async () => {
		assert.equal(
			await clash(
				["web", pair()],
				[
					"web-failover",
					{
						...other,
						vip,
						"realServers.rs1": {
							host: connection(2300),
							address: "172.18.0.66",
						},
					},
				],
			),
			refusal("cluster web-failover", [
				"name: tables of the packet filter follow from the name of a cluster, and on rs1 both this name and that of cluster web lead to lvs-web-failover; give one of the clusters another name",
			]),
		);
	});

	test("can where there is one director, or none is shared", async () => {
		assert.equal(await clash(["web", {}], ["web-failover", { vip }]), "");
		assert.equal(
			await clash(["web", pair()], ["web-failover", { ...other, vip }]),
			"",
		);
	});
});

suite("two clusters whose names lead to one routing table, or to one mark", () => {
	const nat = { forwarding: "nat" };
	const second = {
		...nat,
		vip: "172.18.0.71",
		"services.http.tcp": 81,
	};
	const clash = (one: Changes, two: Changes, name = "kms") =>
		said("preview", () => {
			make("aaa", one);
			make(name, two);
		});
	const refused =
		"name: the routing table of a cluster follows from its name, and on rs1 both this name and that of cluster aaa lead to 24858; give one of the clusters another name";

	test("cannot both have it on one real server", async () => {
		assert.equal(await clash(nat, second), refusal("cluster kms", [refused]));
		// 2047 less
		assert.equal(
			await clash(nat, second, "iir"),
			refusal("cluster iir", [
				"name: the routing table of a cluster follows from its name, and on rs1 this name leads to 22811 and that of cluster aaa to 24858, whose packets have the same mark; give one of the clusters another name",
			]),
		);
	});

	for (const [what, one, two, name] of [
		["another name", nat, second, "two"],
		["direct routing needs none", nat, { ...second, forwarding: "dr" }, "kms"],
		[
			"no service goes back by it",
			nat,
			{ ...second, "services.http.forwarding": "dr" },
			"kms",
		],
		[
			"real servers that serve in one of them alone",
			nat,
			{
				...second,
				"services.http.realServers": {
					rs1: { serves: false },
					rs2: { serves: false },
				},
				realServers: {
					...declared().realServers,
					rs3: { host: connection(2209), address: "172.18.0.77" },
				},
			},
			"kms",
		],
		[
			"other real servers",
			nat,
			{
				...second,
				realServers: {
					rs3: { host: connection(2209), address: "172.18.0.77" },
				},
			},
			"kms",
		],
	] as const)
		test(`go together: ${what}`, async () => {
			assert.equal(await clash(one, two, name), "");
		});
});

suite("two clusters whose names lead to the same marks of their own", () => {
	const check = { "services.http.check": { tcp: true } };
	const second = { ...check, vip: "172.18.0.71" };
	/** Directors of which one is a real server too. */
	const both = (routerId: number): Changes => ({
		...pair(routerId),
		"realServers.lb": { host: connection(2201), address: "172.18.0.66" },
	});
	const clash = (one: Changes, two: Changes, name = "kms") =>
		said("preview", () => {
			make("aaa", one);
			make(name, two);
		});
	const refused = (name: string) =>
		refusal(`cluster ${name}`, [
			"name: the marks of health checks, and of packets that directors hand over, follow from the name of a cluster, and on lb this name and that of cluster aaa lead to the same; give one of the clusters another name",
		]);

	for (const [what, one, two, name] of [
		["checks", check, second, "kms"],
		// 2047 less
		["checks, by two tables with one mark", check, second, "iir"],
		[
			"checks that are programs",
			{ "services.http.check": { command: "/usr/local/bin/one" } },
			{
				vip: "172.18.0.71",
				"services.http.check": { command: "/usr/local/bin/two" },
			},
			"kms",
		],
		[
			"checks, and directors that hand packets over",
			check,
			{ ...both(52), vip: "172.18.0.71" },
			"kms",
		],
		[
			"directors that hand packets over",
			both(51),
			{ ...both(52), vip: "172.18.0.71" },
			"kms",
		],
	] as const)
		test(`cannot both have them on one director: ${what}`, async () => {
			assert.equal(await clash(one, two, name), refused(name));
		});

	for (const [what, one, two, name] of [
		["another name", check, second, "two"],
		["checks in one of them alone", check, { vip: "172.18.0.71" }, "kms"],
		["other directors", check, { ...second, ...other }, "kms"],
		[
			"directors that serve nothing themselves",
			pair(51),
			{ ...pair(52), vip: "172.18.0.71" },
			"kms",
		],
	] as const)
		test(`go together: ${what}`, async () => {
			assert.equal(await clash(one, two, name), "");
		});
});

suite("two clusters that reach one real server by NAT", () => {
	const nat = { forwarding: "nat" };
	/** With a VIP and a director of its own. */
	const shop = { ...nat, ...other, vip: "172.18.0.71" };
	const answers = (two: Changes, one: Changes = nat) =>
		said("preview", () => {
			make("web", one);
			make("shop", two);
		});
	const refused = (ports: string) =>
		refusal("cluster shop", [
			`services.http: ${ports} through 172.18.0.60 here and through 172.18.0.66 in cluster web, and packets from one port can take only one way back; use another port or another address of the machine, the same director in both, or forward one of them by "fullnat"`,
		]);

	for (const [what, two, ports] of [
		["the same port", shop, "tcp port 80 of rs1 answers"],
		[
			"the same port of the real server, for another one of the VIP",
			{ ...shop, "services.http.tcp": 81, "services.http.realServerPort": 80 },
			"tcp port 80 of rs1 answers",
		],
		[
			"all ports",
			{
				...shop,
				"services.http.tcp": "all",
				"services.http.persistence": { seconds: 60 },
			},
			"all tcp ports of rs1 answer",
		],
		[
			"the same port, by a mark",
			{ ...shop, "services.http": { fwmark: 7, tcp: [443, 80] } },
			"tcp port 80 of rs1 answers",
		],
	] as const)
		test(`through two directors: ${what}`, async () => {
			assert.equal(await answers(two), refused(ports));
		});

	for (const [what, two] of [
		[
			"through the same director",
			{
				...nat,
				vip: "172.18.0.71",
				"services.http.tcp": 81,
				"services.http.realServerPort": 80,
			},
		],
		[
			"through two addresses of one director",
			{
				...shop,
				"directors.lb.host": connection(2201),
			},
		],
		["another port", { ...shop, "services.http.tcp": 81 }],
		["the same port of UDP", { ...shop, "services.http": { udp: 80 } }],
		["fullnat", { ...shop, forwarding: "fullnat" }],
		[
			"another port of the real server",
			{ ...shop, "services.http.realServerPort": 8080 },
		],
	] as const)
		test(`go together: ${what}`, async () => {
			assert.equal(await answers(two), "");
		});
});

suite("what comes later", () => {
	const program = () => {
		make("web", { vip: later("172.18.0.70") });
		make("two", {});
	};

	test("is left alone in a preview", async () => {
		assert.equal(await said("preview", program), "");
	});

	test("is refused where it is known", () => {
		const told = toldLate(`
			import { Cluster } from "./src/index.ts";
			import { declared } from "./test/unit/model/declared.ts";
			await register("update", () => {
				new Cluster("web", { ...declared(), vip: pulumi.output("172.18.0.70") });
				new Cluster("two", declared());
			});`);
		assert.match(
			told,
			/cluster web: 1 problem\n {2}services\.http\.tcp: port 80 of 172\.18\.0\.70 is already that of services\.http of cluster two/,
		);
	});

	test("as the address of a database with two sites is refused where it is known", () => {
		const told = toldLate(`
			import { Database, WordPress } from "./src/index.ts";
			import { connection } from "./test/unit/model/declared.ts";
			await register("update", () => {
				const database = new Database("db", {
					server: { host: connection(2203), address: "172.18.0.69" },
					network: "172.18.0.0/24",
					databases: { wordpress: {} },
				});
				const realServers = { rs1: { host: connection(2202), address: "172.18.0.67" } };
				for (const name of ["blog", "news"])
					new WordPress(name, { realServers, url: \`http://\${name}.lab.test\`, database: database.access("wordpress") });
			});`);
		assert.match(
			told,
			/WordPress (blog|news): 1 problem\n {2}database: wordpress at 172\.18\.0\.69:3306 has the tables of WordPress (blog|news) already/,
		);
	});

	test("of a director is left alone in a preview", async () => {
		const message = await said("preview", () => {
			make("web", {});
			make("two", {
				"directors.lb.host.address": later("192.0.2.9"),
				"directors.lb.address": later("172.18.0.60"),
			});
		});
		assert.equal(message, "");
	});
});

suite("the page of a cluster and the sites of a website", () => {
	const { realServers } = declared();
	const cluster = (changes: Changes = {}) =>
		new Cluster("web", changed(changes) as ClusterArgs);
	const website = (port?: number) =>
		new Website("shop", {
			realServers,
			sites: { main: port === undefined ? {} : { port } },
		});

	test("on one port, the cluster first", async () => {
		const message = await said("preview", () => {
			cluster();
			website();
		});
		assert.equal(
			message,
			refusal("website shop", [
				"sites.main: port 80 of rs1 has the page of cluster web already; take page out of that cluster, or give the site a port of its own",
			]),
		);
	});

	test("on one port, the website first", async () => {
		const message = await said("preview", () => {
			website(8080);
			cluster({ page: { ports: [80, 8080] } });
		});
		assert.equal(
			message,
			refusal("cluster web", [
				"page: port 8080 of rs1 is already that of sites.main of website shop; take page out of this cluster",
			]),
		);
	});

	for (const [what, page, port] of [
		["no page", false, undefined],
		["another port", true, 8080],
	] as const)
		test(`go together: ${what}`, async () => {
			const message = await said("update", () => {
				website(port);
				cluster({ page });
			});
			assert.equal(message, "");
		});

	test("go together on other machines", async () => {
		const message = await said("update", () => {
			cluster();
			new Website("shop", {
				realServers: {
					rs3: { host: connection(2209), address: "172.18.0.77" },
				},
				sites: { main: {} },
			});
		});
		assert.equal(message, "");
	});

	test("two clusters share a page", async () => {
		const message = await said("update", () => {
			cluster();
			new Cluster("two", changed({ vip: "172.18.0.71" }) as ClusterArgs);
		});
		assert.equal(message, "");
	});
});

suite("names on one port of the web server", () => {
	const ownSha256 = createHash("sha256")
		.update(readFileSync(import.meta.filename))
		.digest("hex");
	const realServers = {
		rs1: { host: connection(2202), address: "172.18.0.67" },
	};
	const others = { rs3: { host: connection(2209), address: "172.18.0.77" } };
	const tls = () => ({ certificate: later("PEM")(), key: "PEM" });
	const sites = (name: string, main: object, on: object = realServers) =>
		new Website(name, {
			realServers: on as typeof realServers,
			sites: { main },
		});
	const front = { realServers, aliases: ["old.lab.test"] };
	const database = {
		address: "172.18.0.69",
		database: "it",
		user: "it",
		password: "secret",
	};
	const blog = (url: string, more: object = {}) =>
		new WordPress("blog", { ...front, url, database, ...more });
	const bbs = (url: string) =>
		new Discuz("bbs", {
			...front,
			url,
			database,
			archive: { path: import.meta.filename, sha256: ownSha256 },
		});
	const held = (name: string, port: number, by: string) =>
		`${name} on port ${port} of rs1 is already that of ${by}, and one of the two would never be served; write another name or port, or leave one of them out`;

	const programs: Readonly<
		Record<string, readonly [() => void, string, readonly string[]]>
	> = {
		"a site and WordPress": [
			() => {
				blog("http://www.lab.test");
				sites("shop", { serverName: "www.lab.test" });
			},
			"website shop",
			[`sites.main: ${held("www.lab.test", 80, "url of WordPress blog")}`],
		],
		"a name that WordPress sends away": [
			() => {
				sites("shop", {
					serverName: "shop.lab.test",
					aliases: ["old.lab.test"],
				});
				blog("http://www.lab.test");
			},
			"WordPress blog",
			[`url: ${held("old.lab.test", 80, "sites.main of website shop")}`],
		],
		"visitors who are sent to HTTPS": [
			() => {
				sites("shop", { serverName: "www.lab.test" });
				blog("https://www.lab.test", { tls: tls() });
			},
			"WordPress blog",
			[
				"url: www.lab.test on port 80 of rs1 is already that of sites.main of website shop, and visitors are sent from there to HTTPS: one of the two would never be served; give the site on port 80 of rs1 another name or port",
			],
		],
		"TLS that ends before the real servers": [
			() => {
				sites("shop", { port: 8080, serverName: "www.lab.test" });
				blog("https://www.lab.test", {
					behindTls: { from: ["172.18.0.5"], port: 8080 },
				});
			},
			"WordPress blog",
			[`url: ${held("www.lab.test", 8080, "sites.main of website shop")}`],
		],
		"WordPress and Discuz!": [
			() => {
				blog("http://www.lab.test");
				bbs("http://bbs.lab.test");
			},
			"Discuz! bbs",
			[`url: ${held("old.lab.test", 80, "url of WordPress blog")}`],
		],
		"two WordPress with one database": [
			() => {
				blog("http://www.lab.test", { aliases: [] });
				new WordPress("news", {
					realServers,
					url: "http://news.lab.test",
					database,
				});
			},
			"WordPress news",
			[
				"database: it at 172.18.0.69:3306 has the tables of WordPress blog already, and this one would take them for its own, and write its URL and its administrator's password there; declare another database for it",
			],
		],
		"two sites without a name": [
			() => {
				sites("shop", { port: 8080 });
				sites("other", { port: 8080 });
			},
			"website other",
			[`sites.main: ${held("any name", 8080, "sites.main of website shop")}`],
		],
		"TLS and no TLS": [
			() => {
				sites("shop", { port: 8443, tls: tls() });
				sites("other", { port: 8443, serverName: "a.test" });
			},
			"website other",
			[
				"sites.main: has no TLS on port 8443 of rs1, on which sites.main of website shop has it; give one of the two another port",
			],
		],
		"go together: other names, another port, another machine": [
			() => {
				blog("http://www.lab.test");
				sites("shop", { serverName: "shop.lab.test" });
				sites("any", {});
				sites("beside", { port: 8080, serverName: "www.lab.test" });
				sites("away", { serverName: "www.lab.test" }, others);
			},
			"",
			[],
		],
		"go together: the page of a cluster and WordPress": [
			() => {
				new Cluster("web", changed({}) as ClusterArgs);
				blog("http://www.lab.test");
			},
			"",
			[],
		],
	};

	for (const [what, [program, owner, expected]] of Object.entries(programs))
		test(what, async () => {
			assert.equal(await said("preview", program), refusal(owner, expected));
		});
});

test("two clusters that call one machine by two names cannot both have its page", async () => {
	const cluster = (name: string, changes: Changes) =>
		new Cluster(name, changed(changes) as ClusterArgs);
	const message = await said("preview", () => {
		cluster("web", {});
		const { rs1, ...realServers } = declared().realServers as Record<
			string,
			object
		>;
		cluster("two", {
			vip: "172.18.0.71",
			realServers: { ...realServers, one: rs1 },
		});
	});
	assert.equal(
		message,
		refusal("cluster two", [
			"page: the page of one is already that of cluster web, which calls the machine rs1; give it one name in both, or take page out of one of them",
		]),
	);
});

test("two host set-ups have one file only with one text", async () => {
	const setups = (content: string, port = 2209) =>
		said("preview", () => {
			const files = { "/etc/motd": { content: "one" } };
			new HostSetup("one", { hosts: { it: connection(2209) }, files });
			new HostSetup("two", {
				hosts: { that: connection(port) },
				files: { "/etc/motd": { content } },
			});
		});
	assert.equal(await setups("one"), "");
	assert.equal(await setups("two", 2210), "");
	assert.equal(
		await setups("two"),
		refusal("host set-up two", [
			'files["/etc/motd"].content: /etc/motd is already a file of host set-up one on one of these hosts, with another text; write the same text, or another path',
		]),
	);
});

suite("two session stores", () => {
	const server = { host: connection(2209), address: "172.18.0.69" };
	const stores = (port?: number) =>
		said("update", () => {
			new SessionStore("one", { server, type: "redis" });
			new SessionStore("memory", { server, type: "memcached" });
			new SessionStore("two", {
				server,
				type: "redis",
				...(port === undefined ? {} : { port }),
			});
		});

	test("on one machine need a port each", async () => {
		assert.equal(
			await stores(),
			refusal("session store two", [
				"port: port 6379 of this machine is already that of session store one; write another port",
			]),
		);
		assert.equal(await stores(6380), "");
		assert.equal(
			await said("update", () => {
				new ObjectCache("objects", { server });
				new SessionStore("two", { server, type: "redis", port: 6380 });
			}),
			refusal("session store two", [
				"port: port 6380 of this machine is already that of object cache objects; write another port",
			]),
		);
		assert.equal(
			await stores(11211),
			refusal("session store two", [
				"port: port 11211 of this machine is already that of session store memory; write another port",
			]),
		);
	});
});

suite("two databases on one machine", () => {
	const server = { host: connection(2209), address: "172.18.0.69" };
	const rs1 = { host: connection(2202), address: "172.18.0.67" };
	const shop = { server, network: "172.18.0.0/24", databases: { shop: {} } };
	const blog = { ...shop, databases: { blog: {} } };
	const refused = "the engine of this machine is already that of database shop";

	const programs: Readonly<
		Record<string, readonly [object, object, readonly string[]]>
	> = {
		"go together": [shop, blog, []],
		"go together, with the same settings in other words": [
			{ ...shop, settings: { innodb_buffer_pool_size: "64M" } },
			{ ...blog, settings: { "innodb-buffer-pool-size": "67108864" } },
			[],
		],
		"go together, where one of them sets more": [
			{ ...shop, settings: { innodb_buffer_pool_size: "64M" } },
			blog,
			[],
		],
		"go together, where one comes to the engine of the other": [
			{ ...shop, settings: { max_connections: "1000" } },
			{ ...blog, sharedEngine: true },
			[],
		],
		"go together on two machines": [
			{ ...shop, settings: { max_connections: "1000" } },
			{ ...blog, server: rs1 },
			[],
		],
		"have one number of clients": [
			{ ...shop, settings: { max_connections: "1000" } },
			blog,
			[
				`server: ${refused}, with max_connections 1000, and here it is 600: it cannot have both; write the same in both, or take another machine`,
			],
		],
		"have one port": [
			shop,
			{ ...blog, settings: { port: "3307" } },
			[
				`server: ${refused}, with port 3306, and here it is 3307: it cannot have both; write the same in both, or take another machine`,
			],
		],
		"have one directory": [
			shop,
			{ ...blog, sharedEngine: true, dataDirectory: "/srv/mysql" },
			[
				`server: ${refused}, with dataDirectory /var/lib/mysql, and here it is /srv/mysql: it cannot have both; write the same in both, or take another machine`,
			],
		],
		"listen at one address": [
			shop,
			{ ...blog, server: { ...server, address: "172.19.0.69" } },
			[
				`server: ${refused}, by the address 172.18.0.69, and listens at only one; write that address here`,
			],
		],
		"are no place for a replica": [
			{ ...shop, replicas: { rs1 } },
			{ ...blog, server: rs1 },
			[
				`server: ${refused}, and a replica's has the copy of its database and nothing else; take another machine`,
			],
		],
		"have one replica each": [
			{ ...shop, replicas: { rs1 } },
			{
				...blog,
				server: { host: connection(2210), address: "172.18.0.70" },
				replicas: { rs1 },
			},
			[
				`replicas.rs1: ${refused}, and a replica's has the copy of its database and nothing else; take another machine`,
			],
		],
	};

	for (const [what, [one, other, expected]] of Object.entries(programs))
		for (const mode of modes)
			test(`${what}, in ${mode}`, async () => {
				assert.equal(
					await said(mode, () => {
						new Database("shop", one as DatabaseArgs);
						new Database("blog", other as DatabaseArgs);
					}),
					refusal("database blog", expected),
				);
			});

	test("are left alone in a preview, where a setting is not known yet", async () => {
		const message = await said("preview", () => {
			new Database("shop", {
				...shop,
				settings: { max_connections: later("1000")() },
			});
			new Database("blog", blog);
		});
		assert.equal(message, "");
	});

	test("are compared when it is known", () => {
		const told = toldLate(`
			import { Database } from "./src/index.ts";
			const [shop, blog] = ${JSON.stringify([shop, blog])};
			await register("update", () => {
				const settings = { max_connections: pulumi.output("1000") };
				new Database("shop", { ...shop, settings });
				new Database("blog", blog);
			});`);
		assert.match(
			told,
			/database shop: 1 problem\n {2}server: the engine of this machine is already that of database blog, with max_connections 600, and here it is 1000: /,
		);
	});
});

/** What is told of a program that ends by an error. It runs in a process of its own, as Pulumi tells of late errors by an unhandled rejection. */
function toldLate(program: string): string {
	const { stdout } = spawnSync(
		process.execPath,
		[
			"--input-type=module",
			"--eval",
			`import * as pulumi from "@pulumi/pulumi";
			import { register } from "./test/unit/components/register.ts";
			process.on("unhandledRejection", ({ message }) => {
				console.log(message);
				process.exit();
			});
			${program}`,
		],
		{ encoding: "utf8" },
	);
	return stdout;
}

function refusal(subject: string, problems: readonly string[]): string {
	return problems.length === 0
		? ""
		: [
				`${subject}: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`,
				...problems.map((line) => `  ${line}`),
			].join("\n");
}

/** What a program is refused with; empty: it is not. */
async function said(
	mode: (typeof modes)[number],
	program: () => unknown,
): Promise<string> {
	let message = "";
	await register(mode, () => {
		try {
			program();
		} catch (error) {
			message = (error as Error).message;
		}
	});
	return message;
}

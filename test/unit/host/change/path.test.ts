import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { plan } from "../../../../src/host/change/plan.ts";
import {
	planRemoval,
	planResidue,
} from "../../../../src/host/change/plan-removal.ts";
import { refusals } from "../../../../src/host/change/refuse.ts";
import { remarks } from "../../../../src/host/change/remarks.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { formatMade } from "../../../../src/host/kinds/made-text.ts";
import { sysctls } from "../../../../src/host/kinds/sysctls.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { HostRecord } from "../../../../src/host/record.ts";
import type { Cluster } from "../../../../src/model/cluster.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { markOf } from "../../../../src/model/tables.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import {
	alone,
	checked,
	clean,
	director,
	cluster as example,
	moving,
	realServer,
	twoMachines,
} from "./example.ts";
import { applyToModel } from "./model-host.ts";

const owner = "web-real-server";
const lines = (steps: ReturnType<typeof plan>) => steps.map(describe);
const all = "net.ipv4.conf.all.arp_ignore";
const good = applyToModel(
	realServer,
	clean(realServer),
	plan(owner, realServer, clean(realServer)),
);
const recordOf = ({ record }: Observed): HostRecord => {
	assert.ok(record);
	return record;
};

suite("a real server that an earlier version silenced by `all`", () => {
	const before: Observed = {
		...good,
		sysctls: { ...clean(realServer).sysctls, [all]: "1" },
		record: { ...recordOf(good), sysctls: { [all]: "0" } },
	};
	const first = plan(owner, realServer, before);
	const between = applyToModel(realServer, before, first);

	test("is silent by its links before `all` goes back", () => {
		assert.equal(first.at(-1)?.kind, "reload");
		assert.ok(first.every(({ kind }) => kind !== "sysctl"));
		assert.deepEqual(lines(plan(owner, realServer, between)), [
			`set ${all} to 0`,
			"note what was found on the host",
		]);
	});

	test("keeps in mind what was found until it is back", () => {
		assert.equal(between.record?.sysctls[all], "0");
		const after = applyToModel(
			realServer,
			between,
			plan(owner, realServer, between),
		);
		assert.equal(after.record?.sysctls[all], undefined);
		assert.equal(after.sysctls[all], "0");
		assert.deepEqual(plan(owner, realServer, after), []);
	});

	test("leaves `all` to another cluster on the host that still has it so", () => {
		const shared = {
			...between,
			neighbours: { ...alone, sysctls: { [all]: "0" } },
		};
		assert.deepEqual(lines(plan(owner, realServer, shared)), [
			"note what was found on the host",
		]);
	});
});

test("destroy returns the settings of links after the VIP is gone", () => {
	const steps = planRemoval(owner, realServer, good);
	const kindsOf = steps.map(({ kind }) => kind);
	assert.ok(kindsOf.indexOf("stop") < kindsOf.indexOf("sysctl"));
	const ignored = "net.ipv4.conf.eth1.arp_ignore";
	assert.ok(lines(steps).includes(`set ${ignored} to 0`));
	const withTwo = {
		...good,
		neighbours: { ...alone, sysctls: { [ignored]: "0" } },
	};
	assert.ok(
		!lines(planRemoval(owner, realServer, withTwo)).includes(
			`set ${ignored} to 0`,
		),
	);
});

test("a director's link that checks sources strictly is eased, and gets back what was found", () => {
	const key = "net.ipv4.conf.eth1.rp_filter";
	const host = clean(director);
	const strict = { ...host, sysctls: { ...host.sysctls, [key]: "1" } };
	const eased = applyToModel(
		director,
		strict,
		plan("web-director", director, strict),
	);
	assert.equal(eased.sysctls[key], "2");
	assert.equal(recordOf(eased).sysctls[key], "1");
	assert.ok(
		lines(planRemoval("web-director", director, eased)).includes(
			`set ${key} to 1`,
		),
	);
});

suite("ip_forward, which was 0 before us", () => {
	const key = "net.ipv4.ip_forward";
	const desired: Desired = { ...nothing, sysctls: { [key]: "1" } };
	const host = (forwarders: readonly string[]): Observed => ({
		...clean(desired),
		sysctls: { [key]: "1" },
		forwarders,
		record: { ...recordOf(good), sysctls: { [key]: "0" }, units: {} },
	});
	const docker = ["bridge docker0", "table ip nat"];

	test("goes back where nobody else forwards", () => {
		assert.ok(
			lines(planRemoval(owner, desired, host([]))).includes(`set ${key} to 0`),
		);
	});

	test("stays where somebody does, and destroy says who and how to end it", () => {
		assert.ok(
			planRemoval(owner, desired, host(docker)).every(
				({ kind }) => kind !== "sysctl",
			),
		);
		assert.deepEqual(sysctls.left?.({ [key]: "0" }, host(docker), desired), [
			"net.ipv4.ip_forward stays as it is, and was 0 before us: others now forward packets here (bridge docker0, table ip nat); if they no longer need it: sysctl -w net.ipv4.ip_forward=0",
		]);
	});

	test("stays on for the link too", () => {
		const link = "net.ipv4.conf.eth1.forwarding";
		const of = (forwarders: readonly string[]): Observed => ({
			...host(forwarders),
			sysctls: { [key]: "1", [link]: "1" },
			record: { ...recordOf(good), sysctls: { [link]: "0" }, units: {} },
		});
		assert.ok(
			lines(planRemoval(owner, desired, of([]))).includes(`set ${link} to 0`),
		);
		assert.ok(
			planRemoval(owner, desired, of(docker)).every(
				({ kind }) => kind !== "sysctl",
			),
		);
	});

	test("stays too if the declaration no longer wants it, and up says so", () => {
		const less: Desired = { ...nothing };
		assert.ok(
			plan(owner, less, host(docker)).every(({ kind }) => kind !== "sysctl"),
		);
		assert.match(
			remarks(less, host(docker)).join(),
			/ip_forward stays .*docker0/,
		);
	});
});

suite("up tells", () => {
	test("which wired links would answer for the VIP", () => {
		assert.match(
			remarks(realServer, good).join(),
			/^eth0 would answer ARP for 172\.18\.0\.70/,
		);
		const silent = {
			...good,
			sysctls: { ...good.sysctls, "net.ipv4.conf.eth0.arp_ignore": "1" },
		};
		assert.deepEqual(remarks(realServer, silent), []);
	});

	for (const [rpFilter, links, says] of [
		[
			"2",
			[],
			/net\.ipv4\.conf\.eth1\.rp_filter is 2: .* are dropped .*172\.18\.0\.66\/24.*ip route add default/,
		],
		["0", [], /^$/],
		["2", ["eth0"], /^$/],
	] as const)
		test(`that a director with rp_filter ${rpFilter} and ${links.length} default routes drops clients of other networks, or does not`, () => {
			const host = clean(director);
			const told = remarks(director, {
				...host,
				addresses: {
					...host.addresses,
					list: [{ device: "eth1", address: "172.18.0.66/24" }],
				},
				links: { ...host.links, defaultRoutes: links },
				sysctls: {
					...host.sysctls,
					"net.ipv4.conf.all.rp_filter": "0",
					"net.ipv4.conf.eth1.rp_filter": rpFilter,
				},
			});
			assert.match(told.join("\n"), says);
		});

	test("which number of a keepalived beside ours cannot be read", () => {
		const place = "/etc/keepalived/keepalived.conf:3: virtual_router_id $ID";
		assert.deepEqual(
			remarks(
				{ ...director, failover: { routerId: 51, peers: {} } },
				{ ...good, agreedByOthers: { held: [], unread: [place] } },
			).filter((line) => line.startsWith("keepalived")),
			[
				`keepalived of this host has a number that cannot be read here; it must be another one than 51: ${place}`,
			],
		);
	});

	test("that there is no way back to clients of other networks", () => {
		const [, told = ""] = remarks(realServer, {
			...good,
			links: { ...good.links, defaultRoutes: [] },
		});
		assert.match(
			told,
			/no default route.*172\.18\.0\.67\/24.*ip route add default/,
		);
	});
});

suite("up tells of a way back through a director", () => {
	const told = (way: Observed["links"]["closedWays"][number]) =>
		remarks(realServer, {
			...good,
			links: { ...good.links, closedWays: [way] },
		}).filter((line) => line.includes("through the director"));

	for (const [way, says] of [
		[
			{ to: "default", gateway: "172.18.0.66" },
			/^the default route leads through the director 172\.18\.0\.66: answers from 172\.18\.0\.70 to clients there are lost.*ip route replace default via ROUTER.*forwarding: "nat"/,
		],
		[
			{ to: "10.9.0.0/16", gateway: "172.18.0.66" },
			/^the route to 10\.9\.0\.0\/16 leads .*ip route replace 10\.9\.0\.0\/16 via ROUTER/,
		],
		[
			{
				to: "default",
				gateway: "172.18.0.66",
				by: { rule: "100: from 172.18.0.70 lookup 100", table: "100" },
			},
			/^the default route of the rule "100: from 172\.18\.0\.70 lookup 100" leads .*ip route replace default via ROUTER table 100/,
		],
	] as const)
		test(`${way.to}${"by" in way ? " of a rule" : ""}, with the way out, and refuses nothing`, () => {
			const [line = ""] = told(way);
			assert.match(line, says);
			assert.deepEqual(
				refusals(
					realServer,
					{ ...good, links: { ...good.links, closedWays: [way] } },
					{},
				),
				[],
			);
		});

	test("which directors close it is declared: each address that one has, but none where they take such packets and send them on", () => {
		const of = (cluster: Cluster, at = 0) => {
			const server = cluster.realServers[at];
			assert.ok(server);
			return renderRealServer(cluster, server).closedGateways;
		};
		assert.deepEqual(of(example), ["172.18.0.66"]);
		assert.deepEqual(of(moving), [
			"172.18.0.65",
			"172.18.0.66",
			"172.18.0.1",
			"172.18.0.71",
		]);
		assert.deepEqual(of(twoMachines), ["172.18.0.66"]);
		const forwardedBy = (forwarding: "nat" | "fullnat" | "tun") => ({
			...example,
			services: example.services.map((service) => ({
				...service,
				forwarding,
			})),
		});
		assert.equal(of(forwardedBy("nat")), undefined);
		assert.equal(of(forwardedBy("fullnat")), undefined);
		assert.deepEqual(of(forwardedBy("tun")), ["172.18.0.66"]);
		const [first, second] = checked.services;
		assert.ok(first && second);
		assert.deepEqual(of(checked), ["172.18.0.66"]);
		assert.equal(
			of({ ...checked, services: [first, { ...second, forwarding: "nat" }] }),
			undefined,
		);
	});
});

suite("up tells of a link", () => {
	const on = (desired: Desired, links: Partial<Observed["links"]>) => {
		const host = clean(desired);
		return remarks(desired, { ...host, links: { ...host.links, ...links } });
	};

	test("none of which has the VIP: clients need a route", () => {
		const host = clean(director);
		const links = { ...host.links, ofVip: [] };
		const list = [{ device: "eth1", address: "192.0.2.66/24" }];
		assert.deepEqual(remarks(director, { ...host, links }), []);
		const addresses = { ...host.addresses, list };
		assert.deepEqual(remarks(director, { ...host, links, addresses }), [
			"no network of this host has 172.18.0.70, so nobody asks for it by ARP: clients reach it only where their router has a route (172.18.0.70/32 via 172.18.0.66); or write a VIP of a network that clients are in",
		]);
	});

	for (const [name, desired, sysctls, told] of [
		["checks strictly", director, { "eth2.rp_filter": "1" }, true],
		[
			"checks as strictly as all links",
			director,
			{ "all.rp_filter": "1" },
			true,
		],
		["checks nothing", director, { "eth2.rp_filter": "0" }, false],
		[
			"checks loosely, though others do strictly",
			director,
			{ "all.rp_filter": "1", "eth2.rp_filter": "2" },
			false,
		],
		[
			"answers for its own addresses alone",
			director,
			{ "eth2.rp_filter": "1", "eth2.arp_ignore": "1" },
			false,
		],
		[
			"answers for its own addresses alone, as all do",
			director,
			{ "eth2.rp_filter": "1", "all.arp_ignore": "2" },
			false,
		],
		["is one of a real server", realServer, { "eth2.rp_filter": "1" }, false],
		[
			"is eased by us, as it is the one of the clients",
			{ ...director, device: "eth2" },
			{ "eth2.rp_filter": "1" },
			false,
		],
	] as const)
		test(`with the VIP's network beside the own one, if clients that learn it are dropped: it ${name}`, () => {
			const host = clean(desired);
			// of several directors none has the address for good, and no route is asked for
			for (const ofVip of [["eth1", "eth2"], []])
				assert.equal(
					remarks(desired, {
						...host,
						addresses: {
							devices: [...host.addresses.devices, "eth2"],
							list: [
								...host.addresses.list,
								{ device: "eth2", address: "172.18.0.99/24" },
							],
						},
						links: { ...host.links, ofVip, wired: ["eth0", "eth1", "eth2"] },
						sysctls: {
							...host.sysctls,
							...Object.fromEntries(
								Object.entries(sysctls).map(([key, value]) => [
									`net.ipv4.conf.${key}`,
									value,
								]),
							),
						},
					}).includes(
						"eth2 is in the network of 172.18.0.70 too, answers ARP for it, and checks sources strictly: packets of clients that learn its MAC are dropped. To serve them, write net.ipv4.conf.eth2.rp_filter = 2 to /etc/sysctl.d; to keep it silent, net.ipv4.conf.eth2.arp_ignore = 1; and set it (sysctl --system)",
					),
					told,
				);
		});

	test("that is too small for a tunnel", () => {
		const mtu = { eth0: 1500, eth1: 1450 };
		const tunnel: Desired = {
			...director,
			ipvs: {
				"-t 172.18.0.70:80": "-s rr",
				"-t 172.18.0.70:80 -r 172.18.0.67:80": "-i -w 1 --tun-type ipip",
			},
		};
		assert.match(
			on(tunnel, { mtu }).join(),
			/eth1 carries packets of 1450 bytes/,
		);
		assert.match(
			on({ ...realServer, devices: { tunl0: "up" } }, { mtu }).join(),
			/1450 bytes/,
		);
		assert.deepEqual(on(tunnel, {}), []);
		assert.deepEqual(on(director, { mtu }), []);
	});
});

suite("up tells of a VPN that delivers by destination", () => {
	const by = (
		desired: Desired,
		kind: "wireguard" | "tun",
		...addresses: string[]
	) => {
		const device = kind === "tun" ? "tun0" : "wg0";
		const observed = {
			...clean(desired),
			ways: Object.fromEntries(
				addresses.map((address) => [address, { tunnel: { device, kind } }]),
			),
		};
		return {
			refused: refusals(desired, observed, {}).map(({ saw }) => saw),
			told: remarks(desired, observed).filter((line) =>
				line.includes("delivers by destination"),
			),
		};
	};
	const nothingSaid = { refused: [], told: [] };
	const forwarded = (method: string): Desired => ({
		...director,
		ipvs: {
			"-t 172.18.0.70:80": "-s rr",
			"-t 172.18.0.70:80 -r 172.18.0.67:80": `${method} -w 1`,
			"-t 172.18.0.70:80 -r 172.18.0.68:80": `${method} -w 1`,
		},
	});

	test("to one real server by direct routing: it must have the VIP", () => {
		assert.deepEqual(by(director, "wireguard", "172.18.0.67"), {
			refused: [],
			told: [
				'this director reaches 172.18.0.67 by wg0, which delivers by destination, and direct routing leaves the VIP there: here AllowedIPs of 172.18.0.67 must have 172.18.0.70, and there AllowedIPs of this director all clients, or nothing arrives. By "tun" and "fullnat" they need neither',
			],
		});
		assert.match(
			by(director, "tun", "172.18.0.67").told.join(),
			/by tun0, .* here its routes to 172\.18\.0\.67 must have 172\.18\.0\.70/,
		);
	});

	test("to several by direct routing it is refused, and nothing is said of other forwardings", () => {
		const both = ["172.18.0.67", "172.18.0.68"];
		const { refused, told } = by(director, "tun", ...both);
		assert.equal(refused.length, 1, refused.join());
		assert.deepEqual(told, []);
		for (const method of ["-m", "-i --tun-type ipip"])
			assert.deepEqual(
				by(forwarded(method), "wireguard", ...both),
				nothingSaid,
			);
	});

	test("by which answers of NAT go back: it must have the clients", () => {
		const answering: Desired = {
			...realServer,
			routes: {
				"from 172.18.0.67 ipproto tcp sport 80": "default via 172.18.0.66",
			},
		};
		assert.deepEqual(by(answering, "wireguard", "172.18.0.66"), {
			refused: [],
			told: [
				'answers of NAT go back by wg0, which delivers by destination, and that is a client: AllowedIPs of the director 172.18.0.66 must have all clients, or requests and answers are dropped. By "tun" and "fullnat" they need not',
			],
		});
		assert.deepEqual(by(answering, "wireguard"), nothingSaid);
	});
});

test("two clusters of one mark are refused, also where their tables differ", () => {
	const [ours, theirs] = [20001, 20001 + 2047];
	assert.equal(markOf(ours), markOf(theirs));
	const [reason] = refusals(
		{
			...realServer,
			routes: { "from 172.18.0.67 ipproto tcp sport 80": "default via x" },
			tables: { nftables: "lvs-web", routing: ours },
		},
		{
			...clean(realServer),
			neighbours: {
				...alone,
				establishes: [formatMade({ of: "routes", name: String(theirs) })],
			},
		},
		{},
	);
	assert.match(
		reason?.saw ?? "",
		/22048, whose packets have the same mark as those of 20001/,
	);
});

test("a tunnel's device stays up while another role, or somebody else, uses it", () => {
	const desired: Desired = { ...nothing, devices: { tunl0: "up" } };
	const record = { ...recordOf(good), establishes: ["device tunl0"] };
	const up: Observed = { ...clean(desired), devices: { tunl0: "up" } };
	const residue = (host: Observed) =>
		lines(planResidue(owner, desired, host, record));
	assert.deepEqual(residue(up), ["remove device tunl0"]);
	assert.deepEqual(
		residue({ ...up, neighbours: { ...alone, establishes: ["device tunl0"] } }),
		[],
	);
	const list = [
		...up.addresses.list,
		{ device: "tunl0", address: "10.42.0.1/32" },
	];
	assert.deepEqual(
		residue({ ...up, addresses: { ...up.addresses, list } }),
		[],
	);
});

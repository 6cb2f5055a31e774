import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readIptables } from "../../../../src/filter/read-iptables.ts";
import { readNft } from "../../../../src/filter/read-nft.ts";
import type { Chain } from "../../../../src/filter/ruleset.ts";
import {
	filteredPackets,
	passing,
	unjudged,
} from "../../../../src/host/change/filtered.ts";
import { remarks } from "../../../../src/host/change/remarks.ts";
import { here } from "../../../../src/host/here.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import { stops } from "../../../../src/host/stops.ts";
import { clusterDoor } from "../../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../../src/model/declaration.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import type { ServiceDeclaration } from "../../../../src/model/service-declaration.ts";
import { websiteDoor } from "../../../../src/model/website.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderDiscuz } from "../../../../src/render/discuz.ts";
import { neededPasses } from "../../../../src/render/needed-passes.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { renderStorageMount } from "../../../../src/render/storage-mount.ts";
import { renderWebsite } from "../../../../src/render/website.ts";
import { renderWordPress } from "../../../../src/render/wordpress.ts";
import { firewalld, ufw } from "../../filter/owned-filters.ts";
import { bbs, blog, storage } from "../../render/beside.ts";
import { oneOfEach } from "../../render/one-of-each.ts";
import { rendered, renderedAnywhere } from "../../render/rendered.ts";
import {
	clean,
	director,
	everythingOf,
	paired,
	realServer,
	twoMachines,
} from "./example.ts";

const filtered = (desired: typeof director, chains: readonly Chain[]) => ({
	...clean(desired),
	filters: { chains, unread: [] },
});
const tunnel = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "tun",
	directors: {
		lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
	},
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
	},
	services: { http: { tcp: 80 } },
});
const [rs1] = tunnel.realServers;
const [lb1] = paired.directors;
assert.ok(rs1 && lb1);
const tunnelled = localise(renderRealServer(tunnel, rs1), "debian");
const standby = localise(renderDirector(paired, lb1), "debian");
const iptables = (...lines: string[]) =>
	readIptables("iptables", ["*filter", ...lines]);
const closed = iptables(
	":INPUT DROP [0:0]",
	"-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
);
/** The same rules as their owner makes them: only names differ. */
const ownedBy = (table: string, name: string, via: string): Chain[] => [
	{
		table,
		name: "in",
		base: { hook: "input", priority: 0, nat: false, policy: "accept" },
		rules: [
			{
				text: `jump ${via}`,
				parts: [{ kind: "decision", decision: { kind: "jump", chain: via } }],
			},
		],
	},
	{
		table,
		name: via,
		base: undefined,
		rules: [
			{ text: name, parts: [{ kind: "decision", decision: { kind: "drop" } }] },
		],
	},
];

suite("filters of a host", () => {
	test("a director whose input drops: table, chain, policy, and the way out", () => {
		assert.deepEqual(filteredPackets(director, filtered(director, closed)), [
			{
				saw: "iptables table filter, chain INPUT drops, by its policy drop: packets of clients to 172.18.0.70, tcp 80",
				advice:
					"Let them through: iptables -I INPUT -d 172.18.0.70 -p tcp --dport 80 -j ACCEPT. Keep it: netfilter-persistent save, or service iptables save.",
			},
		]);
	});

	test("the way out is one: with its rule nothing is stopped", () => {
		const open = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -d 172.18.0.70/32 -p tcp -m tcp --dport 80 -j ACCEPT",
		);
		for (const desired of [director, realServer])
			assert.deepEqual(filteredPackets(desired, filtered(desired, open)), []);
	});

	test("where conntrack knows nothing of it, a rule that lets in the first packet of a connection lets in none", () => {
		const syn =
			"-A INPUT -p tcp -m tcp --dport 80 --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT";
		const rules = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
			syn,
		);
		const saw = (desired: Desired, chains = rules) =>
			filteredPackets(desired, filtered(desired, chains)).map(({ saw }) => saw);
		const stop =
			"iptables table filter, chain INPUT drops, by its policy drop: packets of clients to 172.18.0.70, tcp 80";
		assert.deepEqual(saw(director), [stop]);
		// the real server's conntrack knows the rest
		assert.deepEqual(saw(realServer), []);
		// a rule that stops all of them is told once
		const reject = iptables(
			":INPUT ACCEPT [0:0]",
			"-A INPUT -p tcp -m tcp --dport 80 -j REJECT",
		);
		assert.equal(saw(director, reject).length, 1);
		const port = stops(director, filtered(director, reject))[0]?.ports;
		assert.deepEqual(port, [80]);
		const [machine] = twoMachines.directors;
		const [server] = twoMachines.realServers;
		assert.ok(machine && server);
		for (const desired of [
			renderDirector(twoMachines, machine),
			renderRealServer(twoMachines, server),
		].map((each) => localise(each, "debian")))
			assert.ok(saw(desired).includes(stop), JSON.stringify(saw(desired)));
	});

	test("a real server that lets in its own address alone does not let in the VIP", () => {
		const own = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -d 172.18.0.67/32 -p tcp -m tcp --dport 80 -j ACCEPT",
		);
		assert.equal(
			filteredPackets(realServer, filtered(realServer, own)).length,
			1,
		);
	});

	for (const [rule, others] of [
		["kube-proxy", "0x4000/0x4000"],
		["Tailscale", "0x40000/0xff0000"],
	] as const)
		test(`a rule of ${rule} on its own mark hides no drop, of answers of NAT neither`, () => {
			const { director } = everythingOf;
			const saw = (passes: string, ...rules: string[]) =>
				filteredPackets(director, filtered(director, iptables(...rules)))
					.filter(({ saw }) => saw.includes(passes))
					.map(({ saw }) => saw.replace(/: .*/, ""));
			const marked = `-m mark --mark ${others} -j ACCEPT`;
			assert.deepEqual(
				saw(
					": answers of rs1, tcp 80",
					":FORWARD DROP [0:0]",
					`-A FORWARD ${marked}`,
				),
				["iptables table filter, chain FORWARD drops, by its policy drop"],
			);
			const input = [
				":INPUT DROP [0:0]",
				`-A INPUT ${marked}`,
				"-A INPUT -p tcp -m multiport --dports 80,8090 -j ACCEPT",
			];
			// a mark of ours is known
			const clients = ": packets of clients to 172.18.0.71, tcp 80, 8081";
			assert.equal(saw(clients, ...input).length, 1);
			assert.equal(
				saw(clients, ...input, "-A INPUT -m mark --mark 0x7 -j ACCEPT").length,
				0,
			);
		});

	test("a director of whom an earlier version did not tell what it marks lets in by any mark", () => {
		const { packets: _, ...earlier } = everythingOf.director;
		const rules = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -m mark --mark 0x7 -j ACCEPT",
		);
		const saw = (desired: Desired) =>
			filteredPackets(desired, filtered(desired, rules)).filter(({ saw }) =>
				saw.includes(": packets of clients to 172.18.0.71, tcp"),
			).length;
		assert.deepEqual([saw(everythingOf.director), saw(earlier)], [1, 0]);
	});

	test("what directors tell each other goes to a group, not to the machine itself", () => {
		const [one] = paired.directors;
		assert.ok(one);
		const director = localise(renderDirector(paired, one), "debian");
		const saw = (...rules: string[]) =>
			filteredPackets(director, filtered(director, iptables(...rules)))
				.map(({ saw }) => saw.replace(/^.*?: /, ""))
				.filter((words) => words.startsWith("connections that"));
		assert.deepEqual(
			saw(
				":INPUT ACCEPT [0:0]",
				"-A INPUT -m addrtype ! --dst-type LOCAL -j DROP",
			),
			["connections that lb2 tells of, udp 8848"],
		);
		assert.deepEqual(
			saw(
				":INPUT ACCEPT [0:0]",
				"-A INPUT -m addrtype --dst-type MULTICAST -j ACCEPT",
				"-A INPUT -p udp -j DROP",
			),
			[],
		);
	});

	test("a flowtable takes answers of NAT past IPVS: that is refused before, with the rule that keeps them out", () => {
		const at = { family: "inet", table: "fw", chain: "forward" };
		const match = (left: unknown, right: unknown) => ({
			match: { op: "==", left, right },
		});
		const established = match({ ct: { key: "state" } }, "established");
		const offload = { flow: { op: "add", flowtable: "@f" } };
		const rules = (...exprs: Record<string, unknown>[][]) =>
			readNft({
				nftables: [
					{
						chain: { ...at, name: "forward", hook: "forward", prio: 0 },
					},
					...exprs.map((expr, handle) => ({ rule: { ...at, handle, expr } })),
				],
			});
		const { director: nat } = everythingOf;
		const reasons = (desired: Desired, chains: readonly Chain[]) =>
			filteredPackets(desired, filtered(desired, chains));
		const chains = rules([established, offload], [{ accept: null }]);
		const found = reasons(nat, chains);
		assert.ok(
			found.some(
				({ saw }) =>
					saw ===
					'table inet fw, chain forward hands past IPVS, to a flowtable, by its rule "ct state established flow add @f": answers of rs1, tcp 80, 8081, 8082, 8090',
			),
			JSON.stringify(found),
		);
		assert.ok(
			found.every(({ advice }) =>
				/^Let them through: nft insert rule inet fw forward ip saddr 172\.18\.0\.6[78] (tcp|udp) sport .* accept\./.test(
					advice,
				),
			),
			JSON.stringify(found),
		);
		// the way out is one
		const kept = ["172.18.0.67", "172.18.0.68"].map((address) => [
			match({ payload: { protocol: "ip", field: "saddr" } }, address),
			{ accept: null },
		]);
		assert.deepEqual(reasons(nat, rules(...kept, [established, offload])), []);
		// some of the answers are enough
		const some = match({ payload: { protocol: "ip", field: "length" } }, 1500);
		assert.equal(reasons(nat, rules([some, offload])).length, found.length);
		const others = match({ meta: { key: "iifname" } }, "wan0");
		assert.deepEqual(reasons(nat, rules([others, offload])), []);
		// what is not rewritten may be forwarded as it likes
		for (const desired of [director, standby, tunnelled])
			assert.deepEqual(reasons(desired, chains), []);
	});

	test("a rule that takes an address for local only on the device by which packets come stops those to a VIP on lo", () => {
		const at = { family: "inet", table: "fw", chain: "input" };
		const fib = (flags: readonly string[]) =>
			readNft({
				nftables: [
					{ chain: { ...at, name: "input", hook: "input", prio: 0 } },
					{
						rule: {
							...at,
							handle: 1,
							expr: [
								{
									match: {
										op: "!=",
										left: { fib: { result: "type", flags } },
										right: { set: ["local", "broadcast", "multicast"] },
									},
								},
								{ drop: null },
							],
						},
					},
				],
			});
		const addrtype = (more: string) =>
			iptables(
				":INPUT ACCEPT [0:0]",
				`-A INPUT -m addrtype ! --dst-type LOCAL,BROADCAST,MULTICAST ${more}-j DROP`,
			);
		const saw = (desired: Desired, chains: readonly Chain[]) => ({
			stopped: filteredPackets(desired, filtered(desired, chains)).map(
				({ saw }) => saw.replace(/^.*?: /, ""),
			),
			unknown: unjudged(desired, filtered(desired, chains)),
		});
		const open = { stopped: [], unknown: [] };
		for (const chains of [
			fib(["daddr", "iif"]),
			addrtype("--limit-iface-in "),
		]) {
			assert.deepEqual(saw(realServer, chains), {
				stopped: ["packets of clients to 172.18.0.70, tcp 80"],
				unknown: [],
			});
			// the VIP is on the link by which packets come, and with a tunnel on its device
			assert.deepEqual(saw(director, chains), open);
			assert.deepEqual(saw(tunnelled, chains), open);
			// with several directors it comes to that link
			assert.deepEqual(saw(standby, chains), open);
		}
		for (const chains of [fib(["daddr"]), addrtype("")])
			assert.deepEqual(saw(realServer, chains), open);
		assert.match(
			saw(realServer, fib(["daddr", "oif"])).unknown.join(),
			/a match by "fib" cannot be judged/,
		);
	});

	for (const [owner, chains, way] of [
		[
			"firewalld",
			firewalld(),
			`firewall-cmd --permanent --zone=public --add-rich-rule='rule family="ipv4" destination address="172.18.0.70" port port="80" protocol="tcp" accept'; firewall-cmd --zone=public --add-rich-rule='rule family="ipv4" destination address="172.18.0.70" port port="80" protocol="tcp" accept'. Or declare openFilters: true, and up does it.`,
		],
		[
			"ufw",
			ufw(),
			"ufw allow in on eth1 proto tcp from any to 172.18.0.70 port 80. Or declare openFilters: true, and up does it.",
		],
		[
			"nftables",
			ownedBy("table inet fw", "drop", "web"),
			"nft insert rule inet fw in ip daddr 172.18.0.70 tcp dport 80 accept",
		],
	] as const)
		test(`${owner}: the way out is its own command`, () => {
			const [reason] = filteredPackets(director, filtered(director, chains));
			assert.ok(reason?.advice.includes(way), reason?.advice);
		});

	const declared = {
		...director,
		...neededPasses(director.passes ?? {}, true),
	};
	for (const [owner, chains] of [
		["ufw", ufw()],
		["firewalld", firewalld()],
	] as const)
		test(`${owner}: what is opened by declaration is not refused, and stays in what passes`, () => {
			const observed = filtered(declared, chains);
			assert.deepEqual(filteredPackets(declared, observed), []);
			assert.deepEqual(passing(declared, observed), declared.passes);
		});

	test("another filter beside it is refused before anything is opened, and openFilters is said to do nothing there", () => {
		const rules = ownedBy("table inet fw", "drop", "web");
		const observed = filtered(declared, [...ufw(), ...rules]);
		const [reason, ...others] = filteredPackets(declared, observed);
		assert.match(reason?.saw ?? "", /^table inet fw, chain web drops/);
		assert.match(
			reason?.advice ?? "",
			/^Let them through: nft insert rule .* openFilters cannot do it here: what is put into a table of others is gone at its next reload\.$/,
		);
		assert.deepEqual(others, []);
	});

	test("what is stopped is missing in what is live, and the rest is there", () => {
		const live = passing(director, filtered(director, closed));
		const missing = Object.keys(director.passes ?? {}).filter(
			(words) => !(words in live),
		);
		assert.deepEqual(missing, ["packets of clients to 172.18.0.70, tcp 80"]);
	});

	test("where a service takes all ports and the filter lets in some, that is told and stops nothing", () => {
		const passage = (ports?: number[]) => ({
			...director,
			passes: {
				"packets of clients to 172.18.0.70, tcp": {
					hooks: ["prerouting", "input"] as const,
					protocol: "tcp" as const,
					to: "172.18.0.70",
					state: "new" as const,
					...(ports === undefined ? {} : { toPorts: ports }),
				},
			},
		});
		const told = (desired: typeof director, chains: readonly Chain[]) =>
			remarks(desired, filtered(desired, chains)).filter((line) =>
				line.includes("ports"),
			);
		assert.deepEqual(
			filteredPackets(passage(), filtered(passage(), closed)),
			[],
		);
		assert.deepEqual(told(passage(), closed), [
			"not all ports pass, and the service takes all: iptables table filter, chain INPUT drops, by its policy drop: packets of clients to 172.18.0.70, tcp. Open those that clients use, or declare them one by one",
		]);
		assert.deepEqual(told(passage([22]), closed), []);
		assert.deepEqual(told(passage(), iptables(":INPUT ACCEPT [0:0]")), []);
		const open = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -d 172.18.0.70/32 -p tcp -m tcp --dport 1:65535 -j ACCEPT",
		);
		assert.deepEqual(told(passage(), open), []);
	});

	test("an address that may come hides no policy that stops all other clients: that is told, and stops nothing", () => {
		const told = (desired: Desired, ...rules: string[]) => {
			const observed = filtered(
				desired,
				iptables(":INPUT DROP [0:0]", ...rules),
			);
			assert.deepEqual(filteredPackets(desired, observed), []);
			return remarks(desired, observed).filter((line) =>
				line.includes("address a rule names"),
			);
		};
		const bastion = [
			"-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
			"-A INPUT -s 10.0.0.5/32 -j ACCEPT",
			"-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
		];
		const line =
			"only clients whose address a rule names get in: iptables table filter, chain INPUT drops, by its policy drop: packets of clients to 172.18.0.70, tcp 80. If others must get in too, let them in by a rule for all";
		assert.deepEqual(told(director, ...bastion), [line]);
		// the director's address is not that of who asks
		assert.deepEqual(
			told(
				realServer,
				"-A INPUT -s 172.18.0.66/32 -p tcp -m tcp --dport 80 -j ACCEPT",
			),
			[line],
		);
		const open = "-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT";
		for (const desired of [director, realServer])
			assert.deepEqual(told(desired, ...bastion, open), []);
		assert.deepEqual(
			told(director, "-A INPUT -s 10.0.0.0/8 -j DROP", open),
			[],
		);
		// nobody is left whom no rule names
		assert.deepEqual(
			told(
				director,
				"-A INPUT -s 0.0.0.0/1 -j ACCEPT",
				"-A INPUT -s 128.0.0.0/1 -j ACCEPT",
			),
			[],
		);
	});

	test("who may ask a storage or a session store is its operator's choice, and is not told", () => {
		const desired = rendered("debian").get("session-store") as Desired;
		const some = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -s 172.18.0.0/24 -p tcp -m tcp --dport 6379 -j ACCEPT",
		);
		assert.deepEqual(remarks(desired, filtered(desired, some)), []);
	});

	test("what cannot be judged is told, and stops nothing", () => {
		const unclear = iptables(
			":INPUT DROP [0:0]",
			"-A INPUT -m set --match-set friends src -j ACCEPT",
		);
		const observed = filtered(director, unclear);
		assert.deepEqual(filteredPackets(director, observed), []);
		assert.deepEqual(unjudged(director, observed), [
			'whether packets of clients to 172.18.0.70, tcp 80 pass is not known: "--match-set" cannot be judged in iptables table filter, chain INPUT, rule "-A INPUT -m set --match-set friends src -j ACCEPT"',
		]);
	});

	for (const [role, stopped, open] of [
		[
			"storage",
			[
				"packets of 172.18.0.67 to 172.18.0.69, tcp 2049",
				"packets of 172.18.0.68 to 172.18.0.69, tcp 2049",
			],
			"-A INPUT -s 172.18.0.0/24 -p tcp -m tcp --dport 2049 -j ACCEPT",
		],
		[
			"database",
			["packets of its clients to 172.18.0.69, tcp 3306"],
			"-A INPUT -s 172.18.0.0/24 -p tcp -m tcp --dport 3306 -j ACCEPT",
		],
		[
			"replica",
			[
				"packets of its clients to 172.18.0.67, tcp 3306, 9336",
				"answers of the engine that takes writes at 172.18.0.69, tcp 3306",
			],
			"-A INPUT -i eth1 -p tcp -m multiport --dports 3306,9336,32768:60999 -j ACCEPT",
		],
		[
			"session-store",
			["packets of its clients to 172.18.0.69, tcp 6379"],
			"-A INPUT -p tcp -m multiport --dports 22,6379 -j ACCEPT",
		],
		[
			"object-cache",
			["packets of its clients to 172.18.0.69, tcp 6380"],
			"-A INPUT -p tcp -m multiport --dports 22,6380 -j ACCEPT",
		],
	] as const)
		test(`${role}: what its clients send must come in, and a filter that lets in some is the operator's`, () => {
			const desired = rendered("debian").get(role) as typeof director;
			const saw = filteredPackets(desired, filtered(desired, closed)).map(
				({ saw }) => saw,
			);
			assert.deepEqual(
				saw,
				stopped.map(
					(words) =>
						`iptables table filter, chain INPUT drops, by its policy drop: ${words}`,
				),
			);
			const opened = filtered(desired, iptables(":INPUT DROP [0:0]", open));
			assert.deepEqual(filteredPackets(desired, opened), []);
			assert.deepEqual(unjudged(desired, opened), []);
		});
});

suite("a real server that sends requests on by itself", () => {
	const nat = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "nat",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "10.88.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "10.88.0.67" },
		},
		services: { http: { tcp: 80 } },
	});
	const [rs1] = nat.realServers;
	assert.ok(rs1);
	const desired = localise(renderRealServer(nat, rs1), "debian");
	const told = (chains: readonly Chain[]) => {
		const observed = filtered(desired, chains);
		return {
			refused: filteredPackets(desired, observed).map(
				({ saw, advice }) => `${saw}. ${advice}`,
			),
			unknown: unjudged(desired, observed),
		};
	};
	const tables = (diverts: string, ...rules: string[]) =>
		readIptables("iptables", [
			"*nat",
			":PREROUTING ACCEPT [0:0]",
			":DOCKER - [0:0]",
			"-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
			`-A DOCKER ! -i docker0 -p tcp -m tcp --dport 80 -j ${diverts}`,
			"*filter",
			":INPUT DROP [0:0]",
			"-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
			":FORWARD DROP [0:0]",
			...rules,
		]);
	const good = { refused: [], unknown: [] };
	const words = "packets of clients to 10.88.0.67, tcp 80";

	test("a published port of a container never comes to input", () => {
		const publish = "DNAT --to-destination 172.17.0.2:8080";
		const docker =
			"-A FORWARD -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 8080 -j ACCEPT";
		assert.deepEqual(told(tables(publish, docker)), good);
		assert.deepEqual(told(tables(publish)), {
			refused: [
				`iptables table filter, chain FORWARD drops, by its policy drop: ${words}. A rule sends them on to 172.17.0.2, port 8080, before iptables table filter has them: let through there what goes to that.`,
			],
			unknown: [],
		});
	});

	for (const [to, rest] of [
		["REDIRECT --to-ports 8080", "port 8080 of this host"],
		["DNAT --to-destination 127.0.0.1:8080", "127.0.0.1, port 8080"],
		["DNAT --to-destination 10.88.0.67:8080", "10.88.0.67, port 8080"],
	] as const)
		test(`${to}: the other port must come in`, () => {
			const open = (port: number) =>
				`-A INPUT -p tcp -m tcp --dport ${port} -j ACCEPT`;
			assert.deepEqual(told(tables(to, open(8080))), good);
			assert.deepEqual(told(tables(to, open(80))), {
				refused: [
					`iptables table filter, chain INPUT drops, by its policy drop: ${words}. A rule sends them on to ${rest}, before iptables table filter has them: let through there what goes to that.`,
				],
				unknown: [],
			});
		});

	test("a filter knows them by what was done to them", () => {
		const to = "REDIRECT --to-ports 8080";
		const dnat = "-m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT";
		assert.deepEqual(told(tables(to, `-A INPUT ${dnat}`)), good);
		assert.equal(told(tables("ACCEPT", `-A INPUT ${dnat}`)).refused.length, 1);
	});

	for (const to of [
		"DNAT --to-destination 172.17.0.2-172.17.0.9",
		"TPROXY --on-port 3128 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1",
	])
		test(`${to}: what becomes of them is told as unknown`, () => {
			assert.deepEqual(told(tables(to)), {
				refused: [],
				unknown: [
					`whether ${words} pass is not known: where they are sent cannot be told in iptables table nat, chain DOCKER, rule "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 80 -j ${to}"`,
				],
			});
		});

	test("the same in nftables, which names the connection's status", () => {
		const at = { family: "ip", table: "fw" };
		const chain = (
			name: string,
			type: string,
			prio: number,
			policy: string,
		) => ({
			chain: { ...at, name, type, hook: name, prio, policy },
		});
		const accepts = (chain: string, status: string) => ({
			rule: {
				...at,
				chain,
				handle: 2,
				expr: [
					{
						match: {
							op: "in",
							left: { ct: { key: "status" } },
							right: status,
						},
					},
					{ accept: null },
				],
			},
		});
		const rules = (sends: Record<string, unknown>, status: string) =>
			readNft({
				nftables: [
					chain("prerouting", "nat", -100, "accept"),
					chain("input", "filter", 0, "drop"),
					chain("forward", "filter", 0, "drop"),
					{ rule: { ...at, chain: "prerouting", handle: 1, expr: [sends] } },
					accepts("input", status),
					accepts("forward", status),
				],
			});
		const stoppedIn = (sends: Record<string, unknown>, status: string) =>
			told(rules(sends, status)).refused.map(
				(line) => /chain (\w+)/.exec(line)?.[1],
			);
		for (const [sends, hook] of [
			[{ redirect: { port: 8080 } }, "input"],
			[{ redirect: null }, "input"],
			[{ dnat: { family: "ip", addr: "172.17.0.2", port: 80 } }, "forward"],
		] as const) {
			assert.deepEqual(stoppedIn(sends, "snat"), [hook]);
			assert.deepEqual(stoppedIn(sends, "dnat"), []);
		}
		const several = { dnat: { addr: { range: ["172.17.0.2", "172.17.0.9"] } } };
		assert.match(told(rules(several, "snat")).unknown.join(), /cannot be told/);
	});
});

suite("what a machine asks of others", () => {
	const at = (address: string, desired: Desired, chains: readonly Chain[]) => {
		const seen = filtered(desired, chains);
		return {
			...seen,
			addresses: {
				...seen.addresses,
				list: [
					{ device: "lo", address: "127.0.0.1/8" },
					{ device: "eth0", address: "10.0.2.15/24" },
					{ device: "eth1", address: `${address}/24` },
				],
			},
		};
	};
	const shop = websiteDoor.parse("shop", {
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		sites: {
			shop: {
				php: true,
				sessions: {
					name: "sessions",
					type: "redis",
					address: "172.18.0.69",
					port: 6379,
					lockSeconds: 120,
				},
			},
		},
	});
	const mailing = (host: string) =>
		renderWordPress(
			{
				...blog,
				mail: {
					host,
					port: 587,
					security: "starttls",
					user: undefined,
					from: "blog@lab.test",
				},
			},
			{ realServer: "rs1", uploads: "storage" },
		);
	const named = "smtp.lab.test";
	const asking: Readonly<
		Record<string, readonly [Desired, readonly string[]]>
	> = {
		"a site with sessions elsewhere": [
			renderWebsite(shop, { name: "rs1" }),
			["the session store at 172.18.0.69, tcp 6379"],
		],
		"a mount of shared storage": [
			renderStorageMount(storage),
			["the storage at 172.18.0.69, tcp 2049"],
		],
		WordPress: [
			renderWordPress(blog, { realServer: "rs1", uploads: "storage" }),
			["the database at 172.18.0.69, tcp 3306"],
		],
		"WordPress that keeps what it read": [
			renderWordPress(
				{
					...blog,
					objects: { name: "objects", address: "172.18.0.69", port: 6380 },
				},
				{ realServer: "rs1", uploads: "storage" },
			),
			[
				"the database at 172.18.0.69, tcp 3306",
				"the object cache at 172.18.0.69, tcp 6380",
			],
		],
		"WordPress that sends mail": [
			mailing(named),
			[
				"the database at 172.18.0.69, tcp 3306",
				`the mail server at ${named}, tcp 587`,
			],
		],
		"WordPress that sends mail by its own machine": [
			mailing("localhost"),
			["the database at 172.18.0.69, tcp 3306"],
		],
		"Discuz! with replicas": [
			renderDiscuz(bbs, { realServer: "rs1", data: "storage" }),
			[
				"the database at 172.18.0.69, tcp 3306",
				"the replicas at 172.18.0.71, tcp 3306",
			],
		],
		"a replica": [
			renderedAnywhere().get("replica") ?? nothing,
			["the engine that takes writes at 172.18.0.69, tcp 3306"],
		],
	};
	/** What is stopped of what it sends, or of what it gets: without the table and chain. */
	const stopped = (desired: Desired, chains: readonly Chain[]) =>
		filteredPackets(desired, at("172.18.0.67", desired, chains))
			.map(({ saw }) => saw.replace(/^.*?: /, ""))
			.filter((words) => /^(packets to|answers of)/.test(words));
	const usual = [
		"-A INPUT -i lo -j ACCEPT",
		"-A OUTPUT -o lo -j ACCEPT",
		"-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
		"-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
		"-A OUTPUT -p udp -m udp --dport 53 -j ACCEPT",
	];

	for (const [name, [desired, machines]] of Object.entries(asking)) {
		test(`${name}: a filter that lets nothing out by itself is named, and the way out is one`, () => {
			const shut = [":INPUT ACCEPT [0:0]", ":OUTPUT DROP [0:0]", ...usual];
			assert.deepEqual(
				stopped(desired, iptables(...shut)),
				machines.map((words) => `packets to ${words}`),
			);
			const ways = filteredPackets(
				desired,
				at("172.18.0.67", desired, iptables(...shut)),
			).flatMap(
				({ advice }) =>
					/iptables -I (OUTPUT .* -j ACCEPT)\./.exec(advice)?.[1] ?? [],
			);
			assert.deepEqual(
				stopped(
					desired,
					iptables(
						...shut,
						...ways.map((words) =>
							`-A ${words}`.replace(/-p tcp/, "-p tcp -m tcp"),
						),
					),
				),
				[],
			);
		});

		test(`${name}: a filter that keeps no states, and lets nothing in by TCP, stops the answers`, () => {
			const shut = [
				":INPUT DROP [0:0]",
				"-A INPUT -p udp -m udp --sport 53 -j ACCEPT",
			];
			assert.deepEqual(
				stopped(desired, iptables(...shut)),
				machines.map((words) => `answers of ${words}`),
			);
			assert.deepEqual(
				stopped(desired, iptables(":INPUT DROP [0:0]", ...usual)),
				[],
			);
		});
	}

	test("a filter that keeps no states and lets sshd answer, and clients ask sshd, lets nothing else pass", () => {
		const desired = renderWebsite(shop, { name: "rs1" });
		const words = "the session store at 172.18.0.69, tcp 6379";
		const chains = (port: string) =>
			iptables(
				":INPUT DROP [0:0]",
				`-A INPUT -p tcp -m tcp --dport ${port} -j ACCEPT`,
				":OUTPUT DROP [0:0]",
				`-A OUTPUT -p tcp -m tcp --sport ${port} -j ACCEPT`,
			);
		assert.deepEqual(stopped(desired, chains("22")), [
			`packets to ${words}`,
			`answers of ${words}`,
		]);
		assert.deepEqual(stopped(desired, chains("1024:65535")), []);
	});

	test("ufw that lets nothing out is opened by declaration, for the address and port that are asked", () => {
		const desired = renderStorageMount({ ...storage, openFilters: true });
		const seen = at("172.18.0.67", desired, ufw());
		assert.deepEqual(filteredPackets(desired, seen), []);
		assert.deepEqual(Object.keys(here(desired, seen).filters), [
			"ufw allow out on eth1 proto tcp from any to 172.18.0.69 port 2049",
		]);
	});

	test("what is on the machine itself is asked by no link", () => {
		const desired = renderStorageMount(storage);
		const shut = iptables(
			":INPUT DROP [0:0]",
			":OUTPUT DROP [0:0]",
			...usual.slice(0, 2),
		);
		assert.deepEqual(
			filteredPackets(desired, at("172.18.0.69", desired, shut)),
			[],
		);
	});
});

suite("what a director asks itself", () => {
	const directorOf = (
		services: Readonly<Record<string, ServiceDeclaration>>,
	) => {
		const { cluster, director } = oneOfEach(services);
		return renderDirector(cluster, director);
	};
	const stopped = (
		services: Readonly<Record<string, ServiceDeclaration>>,
		...lines: string[]
	) => {
		const desired = directorOf(services);
		return filteredPackets(desired, filtered(desired, iptables(...lines))).map(
			({ saw }) => saw.replace(/^.*?: /, ""),
		);
	};
	const clients = "-A INPUT -d 172.18.0.70/32 -j ACCEPT";
	const check = { http: "/" } as const;

	for (const [name, service, answers] of [
		[
			"by dr from the VIP",
			{ tcp: 80, check },
			"answers of rs1 to checks from 172.18.0.70, tcp 80",
		],
		[
			"by nat from the port of the real server",
			{ tcp: 80, forwarding: "nat", realServerPort: 8080, check },
			"answers of rs1 to checks from 172.18.0.67, tcp 8080",
		],
		[
			"from another port",
			{ tcp: 80, check: { ...check, port: 81 } },
			"answers of rs1 to checks from 172.18.0.70, tcp 81",
		],
	] as const)
		test(`answers come in ${name}, and are established`, () => {
			const rules = [":INPUT DROP [0:0]", clients];
			assert.deepEqual(stopped({ http: service }, ...rules), [answers]);
			assert.deepEqual(
				stopped(
					{ http: service },
					...rules,
					"-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT",
				),
				[],
			);
		});

	test("a question to another port than those of the service goes out by itself", () => {
		const rules = [
			":OUTPUT DROP [0:0]",
			"-A OUTPUT -p tcp -m tcp --dport 80 -j ACCEPT",
		];
		assert.deepEqual(stopped({ http: { tcp: 80, check } }, ...rules), []);
		assert.deepEqual(
			stopped({ http: { tcp: 80, check: { ...check, port: 81 } } }, ...rules),
			["checks of rs1 at 172.18.0.70, tcp 81"],
		);
	});
});

suite("a rule of the operator that gives another source to what a director sends on", () => {
	const directorBy = (
		forwarding: "nat" | "dr" | "fullnat",
		failover?: ClusterDeclaration["failover"],
	) => {
		const cluster = clusterDoor.parse("web", {
			vip: "172.18.0.70",
			forwarding,
			directors: {
				lb1: { host: { address: "192.0.2.1" }, address: "172.18.0.65" },
				...(failover === undefined
					? {}
					: {
							lb2: { host: { address: "192.0.2.4" }, address: "172.18.0.66" },
						}),
			},
			...(failover === undefined ? {} : { failover }),
			realServers: {
				rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
				rs2: { host: { address: "192.0.2.3" }, address: "172.18.0.68" },
			},
			services: { http: { tcp: 80 }, https: { tcp: 443 } },
		});
		const [lb] = cluster.directors;
		assert.ok(lb);
		return localise(renderDirector(cluster, lb), "debian");
	};
	const nat = (...rules: string[]) =>
		readIptables("iptables", [
			"*nat",
			":PREROUTING ACCEPT [0:0]",
			":POSTROUTING ACCEPT [0:0]",
			...rules,
		]);
	const told = (desired: Desired, chains: readonly Chain[]) => {
		const observed = filtered(desired, chains);
		assert.deepEqual(filteredPackets(desired, observed), []);
		return remarks(desired, observed).filter((line) => line.includes("source"));
	};
	const masquerade = "-A POSTROUTING -o eth1 -j MASQUERADE";

	test("is told for NAT, with the rule that leaves these packets out, and is none of those of others", () => {
		assert.deepEqual(told(directorBy("nat"), nat(masquerade)), [
			`iptables table nat, chain POSTROUTING, rule "${masquerade}" gives packets of clients that IPVS sends on to 172.18.0.67, 172.18.0.68 the source of this director: real servers see it in place of the client. If that is wanted, write forwarding: "fullnat"; else leave these packets out: iptables -t nat -I POSTROUTING -d 172.18.0.67 -p tcp -m multiport --dports 80,443 -j ACCEPT. Keep it: netfilter-persistent save, or service iptables save. And so for each other one of them (1 more).`,
		]);
		for (const rules of [
			["-A POSTROUTING -o wan0 -j MASQUERADE"],
			["-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE"],
			[
				"-A POSTROUTING -d 172.18.0.67/32 -p tcp -m multiport --dports 80,443 -j ACCEPT",
				"-A POSTROUTING -d 172.18.0.68/32 -p tcp -m multiport --dports 80,443 -j ACCEPT",
				masquerade,
			],
			// kube-proxy's
			[
				"-A POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN",
				"-A POSTROUTING -j MASQUERADE",
			],
		])
			assert.deepEqual(
				told(directorBy("nat"), nat(...rules)),
				[],
				rules.join(),
			);
	});

	test("also where its address is chosen, where it leaves out some, and in nftables", () => {
		const count = (chains: readonly Chain[]) =>
			told(directorBy("nat"), chains).length;
		assert.equal(
			count(nat("-A POSTROUTING -o eth1 -j SNAT --to-source 172.18.0.65")),
			1,
		);
		assert.equal(
			count(nat("-A POSTROUTING -s 10.0.0.0/8 -j RETURN", masquerade)),
			1,
		);
		assert.equal(
			count(nat("-A POSTROUTING ! -s 10.0.0.0/8 -o eth1 -j MASQUERADE")),
			1,
		);
		const at = { family: "ip", table: "fw" };
		const rules = readNft({
			nftables: [
				{
					chain: {
						...at,
						name: "post",
						type: "nat",
						hook: "postrouting",
						prio: 100,
					},
				},
				{
					rule: {
						...at,
						chain: "post",
						handle: 1,
						expr: [
							{
								match: {
									op: "==",
									left: { meta: { key: "oifname" } },
									right: "eth1",
								},
							},
							{ masquerade: null },
						],
					},
				},
			],
		});
		assert.match(
			told(directorBy("nat"), rules).join(),
			/nft insert rule ip fw post ip daddr 172\.18\.0\.67 tcp dport \{ 80, 443 \} accept/,
		);
	});

	test("is nothing to direct routing, whose packets conntrack does not know, nor to FULLNAT, whose packets have that source", () => {
		for (const forwarding of ["dr", "fullnat"] as const)
			assert.deepEqual(told(directorBy(forwarding), nat(masquerade)), []);
	});

	test("is told for FULLNAT where the source must move with the VIP", () => {
		const desired = directorBy("fullnat", { gateway: "172.18.0.1" });
		const [line = ""] = told(desired, nat(masquerade));
		assert.match(
			line,
			/^iptables table nat, .* may give packets of clients .* another source than the gateway 172\.18\.0\.1, and open connections end when another director takes over\. Leave these packets out: iptables -t nat -I POSTROUTING/,
		);
	});
});

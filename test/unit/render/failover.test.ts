import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { shells } from "./fake-kernel.ts";

function clusterOf(changes: Partial<ClusterDeclaration> = {}): Cluster {
	return clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: {
			lb1: { host: { address: "192.0.2.1" }, address: "172.18.0.65" },
			lb2: { host: { address: "192.0.2.2" }, address: "172.18.0.66" },
			lb3: {
				host: { address: "192.0.2.3" },
				address: "172.18.0.64",
				interface: "eth7",
			},
		},
		failover: { advertSeconds: 0.3, routerId: 51 },
		realServers: {
			rs1: { host: { address: "192.0.2.4" }, address: "172.18.0.67" },
			rs2: { host: { address: "192.0.2.5" }, address: "172.18.0.68" },
		},
		services: { http: { tcp: 80 }, tls: { tcp: 443 }, dns: { udp: 53 } },
		...changes,
	});
}

function directorsOf(cluster: Cluster): Desired[] {
	return cluster.directors.map((director) =>
		localise(renderDirector(cluster, director), "debian"),
	);
}

function text({ files }: Desired, end: string): string {
	const found = Object.entries(files).find(([path]) => path.endsWith(end));
	assert.ok(found, `a file ${end}`);
	return found[1].content;
}

const nat = (gateway = "172.18.0.1") =>
	clusterOf({
		forwarding: "nat",
		failover: { gateway },
		services: {
			http: { tcp: 80, realServerPort: 8080 },
			dns: { udp: 53 },
		},
	});

test("none has the VIP by itself, each has all rules, and all hear each other", () => {
	const [lb1, lb2, lb3] = directorsOf(clusterOf());
	assert.ok(lb1 && lb2 && lb3);
	for (const each of [lb1, lb2, lb3]) {
		assert.deepEqual(each.addresses, {});
		assert.equal(each.vip, "172.18.0.70");
		assert.deepEqual(each.ipvs, lb1.ipvs);
		assert.deepEqual(each.syncs, lb1.syncs);
		assert.equal(each.units["lvs-web-failover"], "enabled active");
	}
	assert.match(lb1.syncs.master ?? "", /^id \d+$/);
	assert.deepEqual(lb2.failover, {
		routerId: 51,
		unit: "lvs-web-failover",
		peers: { lb1: "172.18.0.65", lb3: "172.18.0.64" },
		adverts: { addresses: ["172.18.0.70"], seconds: 0.3 },
		later: { names: ["lb3"], silentSeconds: 1.6 },
	});
	assert.equal(lb3.failover?.later, undefined);
});

test("the configuration of each, in the order of the declaration", () => {
	const confs = directorsOf(clusterOf()).map((each) =>
		text(each, "/failover.conf"),
	);
	for (const [place, conf] of confs.entries()) {
		assert.match(conf, new RegExp(`^\tpriority ${200 - place}$`, "m"));
		assert.match(conf, /^\tadvert_int 0\.3$/m);
		assert.match(conf, /^\tvirtual_router_id 51$/m);
		assert.match(conf, /^\tnopreempt$/m);
		assert.doesNotMatch(conf, /preempt_delay/);
	}
	assert.match(
		confs[1] ?? "",
		/^\tunicast_src_ip 172\.18\.0\.66\n\tunicast_peer \{\n\t\t172\.18\.0\.65\n\t\t172\.18\.0\.64\n\t\}$/m,
	);
});

test("preemption waits as long as was declared", () => {
	const [lb1] = directorsOf(clusterOf({ failover: { preemptSeconds: 0 } }));
	assert.ok(lb1);
	assert.match(text(lb1, "/failover.conf"), /^\tpreempt_delay 0$/m);
	assert.doesNotMatch(text(lb1, "/failover.conf"), /nopreempt/);
	assert.equal(lb1.failover?.preemptSeconds, 0);
});

test("a program that decides whether a director can have the VIP", () => {
	const [lb1] = directorsOf(
		clusterOf({
			failover: {
				tell: "/usr/local/sbin/told",
				check: {
					command: ["/usr/local/sbin/look", "it's"],
					runAs: "watcher",
					everySeconds: 5,
					timeoutSeconds: 3,
					failures: 4,
				},
			},
		}),
	);
	assert.ok(lb1);
	const conf = text(lb1, "/failover.conf");
	assert.match(
		conf,
		/^vrrp_script check \{\n\tscript "\/usr\/local\/lib\/pulumi-lvs\/web\/failover check"\n\tinterval 5\n\ttimeout 6\n\tfall 4\n\trise 1\n\tweight 0\n\tuser root\n\}$/m,
	);
	assert.match(conf, /^\ttrack_script \{\n\t\tcheck\n\t\}$/m);
	assert.deepEqual(lb1.failover?.check, {
		program: "/usr/local/sbin/look",
		words: "/usr/local/sbin/look 'it'\\''s'",
		run: `timeout -k 1 3 setpriv --reuid=watcher --regid="$(id -g watcher)" --init-groups -- /usr/local/sbin/look 'it'\\''s' </dev/null >/dev/null 2>&1`,
	});
	assert.deepEqual(lb1.programs, {
		"/usr/local/sbin/told": "failover.tell",
		"/usr/local/sbin/look": "failover.check.command",
	});
	const [none] = directorsOf(clusterOf());
	assert.ok(none);
	assert.doesNotMatch(text(none, "/failover.conf"), /vrrp_script|track_script/);
	assert.doesNotMatch(text(none, "/failover"), /check/);
	assert.equal(none.programs, undefined);
});

test("by NAT the gateway of answers goes with the VIP", () => {
	const cluster = nat();
	const [lb1] = directorsOf(cluster);
	const [rs1] = cluster.realServers;
	assert.ok(lb1 && rs1);
	assert.match(
		text(lb1, "/failover.conf"),
		/virtual_ipaddress_excluded \{\n\t\t172\.18\.0\.1\/32 dev OWN_LINK\n\t\}/,
	);
	assert.deepEqual(
		[...new Set(Object.values(renderRealServer(cluster, rs1).routes))],
		["default via 172.18.0.1"],
	);
	assert.match(
		text(lb1, "/failover"),
		/ip saddr @servers tcp sport 8080 ct state invalid,new drop/,
	);
});

test("other addresses go with the VIP, on the link of which they are, and stand in no advert", () => {
	const [lb1] = directorsOf(
		clusterOf({ failover: { addresses: ["172.18.0.71", "10.0.0.5"] } }),
	);
	assert.ok(lb1);
	assert.match(
		text(lb1, "/failover.conf"),
		/virtual_ipaddress_excluded \{\n\t\t172\.18\.0\.71\/32 dev OWN_LINK\n\t\t10\.0\.0\.5\/32 dev VIP_LINK\n\t\}/,
	);
	// a keepalived that was killed takes nothing away
	assert.match(
		text(lb1, "/failover"),
		/for address in \$vip 172\.18\.0\.71 10\.0\.0\.5; do/,
	);
	assert.deepEqual(lb1.failover?.addresses, ["172.18.0.71", "10.0.0.5"]);
	const [none] = directorsOf(clusterOf());
	assert.ok(none);
	assert.doesNotMatch(text(none, "/failover.conf"), /excluded/);
});

test("the VIP alone stands in adverts: directors that differ in what goes with it hear each other", () => {
	const advertised = (failover: NonNullable<ClusterDeclaration["failover"]>) =>
		directorsOf(
			clusterOf({
				failover,
				forwarding: failover.gateway === undefined ? "dr" : "fullnat",
				services: { http: { tcp: 80 } },
			}),
		).map((each) =>
			/virtual_ipaddress \{\n([^}]*)\t\}/
				.exec(text(each, "/failover.conf"))?.[1]
				?.trim(),
		);
	const alone = Array(3).fill("172.18.0.70/32 dev VIP_LINK");
	for (const failover of [
		{},
		{ gateway: "172.18.0.1" },
		{ gateway: "172.18.0.2", addresses: ["172.18.0.71"] },
	])
		assert.deepEqual(advertised(failover), alone);
	// a keepalived that was killed takes nothing away
	const [lb1] = directorsOf(
		clusterOf({
			forwarding: "nat",
			failover: { gateway: "172.18.0.1", addresses: ["172.18.0.71"] },
		}),
	);
	assert.ok(lb1);
	assert.match(
		text(lb1, "/failover"),
		/for address in \$vip 172\.18\.0\.1 172\.18\.0\.71; do/,
	);
});

test("with slow adverts systemd does not end a start that waits for the VIP; elsewhere its unit says nothing of that", () => {
	const limits = (advertSeconds: number) =>
		directorsOf(clusterOf({ failover: { advertSeconds } })).map(
			(each) =>
				/^TimeoutStartSec=(.*)$/m.exec(text(each, "failover.service"))?.[1],
		);
	assert.deepEqual(limits(1), [undefined, undefined, undefined]);
	assert.deepEqual(limits(15), [undefined, undefined, undefined]);
	assert.deepEqual(limits(40), ["195", "195", "195"]);
});

test("what is dropped after the VIP came: all that is no opening, of ports that are served", () => {
	const [lb1] = directorsOf(clusterOf());
	assert.ok(lb1);
	assert.match(
		text(lb1, "/failover"),
		/ip daddr @vips tcp dport \{ 80, 443 \} tcp flags & \(fin \| syn \| rst \| ack\) != syn drop/,
	);
});

test("a director never passes on what is for the VIP: another one might send it back", () => {
	for (const each of directorsOf(nat()))
		assert.match(
			text(each, "/failover"),
			/hook forward priority -10; policy accept;\n\t\tip daddr \$vip drop\n/,
		);
});

const fullnat = (more: Partial<ClusterDeclaration> = {}) =>
	clusterOf({
		forwarding: "fullnat",
		services: { http: { tcp: 80 } },
		...more,
	});
const floating = { failover: { gateway: "172.18.0.1" } };

test("with fullnat each real server lets each director in, or the address that goes with the VIP, and directors that ask it", () => {
	const senders = (cluster: Cluster) => {
		const [rs1] = cluster.realServers;
		assert.ok(rs1);
		const { passes = {} } = renderRealServer(cluster, rs1);
		return Object.values(passes).flatMap(({ from, hooks }) =>
			hooks.includes("input") ? [from] : [],
		);
	};
	const directors = ["172.18.0.65", "172.18.0.66", "172.18.0.64"];
	assert.deepEqual(senders(fullnat()), directors);
	assert.deepEqual(senders(fullnat(floating)), ["172.18.0.1"]);
	assert.deepEqual(
		senders(
			fullnat({
				...floating,
				services: { http: { tcp: 80, check: { http: "/" } } },
			}),
		),
		["172.18.0.1", ...directors],
	);
});

test("with fullnat and a gateway clients have it as their source, what a director asks itself its own address", () => {
	const rules = (cluster: Cluster) =>
		directorsOf(cluster).map((each) =>
			Object.keys(each.nftables).filter(
				(rule) =>
					rule.startsWith("postrouting") && rule.includes("172.18.0.67"),
			),
		);
	const packets =
		"postrouting ct original ip daddr 172.18.0.70 ip daddr 172.18.0.67 tcp dport 80";
	for (const each of rules(fullnat(floating)))
		assert.deepEqual(each, [
			`${packets} fib saddr type != local snat to 172.18.0.1`,
			`${packets} masquerade`,
		]);
	for (const each of rules(fullnat()))
		assert.deepEqual(each, [`${packets} masquerade`]);
});

const takesIn = {
	"net.netfilter.nf_conntrack_tcp_loose": "1",
	"net.netfilter.nf_conntrack_tcp_be_liberal": "1",
};
const ofConntrack = ({ sysctls }: Desired) =>
	Object.fromEntries(
		Object.entries(sysctls).filter(([key]) => key.includes("netfilter")),
	);

test("with fullnat and a gateway it goes with the VIP, conntrack takes in what began elsewhere, and nothing that answers there is reset", () => {
	for (const each of directorsOf(fullnat(floating))) {
		assert.match(
			text(each, "/failover.conf"),
			/virtual_ipaddress_excluded \{\n\t\t172\.18\.0\.1\/32 dev OWN_LINK\n\t\}/,
		);
		assert.match(
			text(each, "/failover"),
			/ip saddr \{ 172\.18\.0\.67, 172\.18\.0\.68 \} ip daddr 172\.18\.0\.1 meta l4proto \{ tcp, udp \} drop/,
		);
		assert.deepEqual(ofConntrack(each), takesIn);
	}
	// a comment in a here-document is text to nft, and its backticks would be a command to the shell
	for (const each of directorsOf(fullnat(floating)))
		assert.doesNotMatch(text(each, "/failover"), /^\t#.*`/m);
	for (const each of [...directorsOf(fullnat()), ...directorsOf(nat())])
		assert.doesNotMatch(text(each, "/failover"), /recall|@awaited/);
	for (const each of directorsOf(nat()))
		assert.deepEqual(ofConntrack(each), takesIn);
	for (const each of [...directorsOf(fullnat()), ...directorsOf(clusterOf())])
		assert.deepEqual(ofConntrack(each), {});
});

test("what filters must let through between two directors", () => {
	const [lb1, lb2] = clusterOf().directors;
	assert.ok(lb1 && lb2);
	const cluster = { ...clusterOf(), directors: [lb1, lb2] };
	const [passes] = directorsOf(cluster).map((each) => each.passes ?? {});
	assert.deepEqual(
		Object.keys(passes ?? {}).filter((words) => /adverts|tells/.test(words)),
		[
			"adverts of lb2, vrrp",
			"adverts to lb2, vrrp",
			"connections that lb2 tells of, udp 8848",
			"connections that this director tells of, udp 8848",
		],
	);
});

test("a link of its own for the sync: there it is told, and no address or device stands in what filters must let through", () => {
	const cluster = clusterOf();
	const directors = cluster.directors.map((each) => ({
		...each,
		syncInterface: "eth2",
	}));
	for (const each of directorsOf({ ...cluster, directors })) {
		assert.match(text(each, "/director"), /^\techo eth2$/m);
		const passes = Object.entries(each.passes ?? {});
		const told = passes.filter(([words]) => words.includes("tell"));
		assert.ok(told.length > 0);
		for (const [words, { from, in: comes, out }] of told)
			assert.deepEqual(
				[from, comes, out],
				[undefined, undefined, undefined],
				words,
			);
		assert.ok(
			passes.some(
				([words, { from }]) =>
					words.startsWith("adverts of") && from !== undefined,
			),
		);
	}
});

test("directors of one group have the same number of the sync, in whatever order they are declared", () => {
	const { lb1, lb2 } = Object.fromEntries(
		clusterOf().directors.map(({ name, host, address }) => [
			name,
			{ host, address: `${address}/24` },
		]),
	);
	assert.ok(lb1 && lb2);
	const one = directorsOf(clusterOf({ directors: { lb1, lb2 } }));
	const other = directorsOf(clusterOf({ directors: { lb2, lb1 } }));
	assert.deepEqual(one[0]?.syncs, other[0]?.syncs);
	assert.notDeepEqual(one[0]?.syncs, directorsOf(clusterOf())[0]?.syncs);
});

for (const [shell, ...options] of shells)
	for (const [forwarding, cluster] of [
		["dr", clusterOf()],
		["nat", nat()],
		["fullnat", fullnat(floating)],
	] as const)
		test(`the scripts of a director by ${forwarding} are what ${shell} accepts`, () => {
			for (const each of directorsOf(cluster))
				for (const name of ["/failover", "/director"]) {
					const { stderr } = spawnSync(shell, [...options, "-n"], {
						input: text(each, name),
						encoding: "utf8",
					});
					assert.equal(stderr, "");
				}
		});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readIptables } from "../../../../src/filter/read-iptables.ts";
import type { Chain } from "../../../../src/filter/ruleset.ts";
import {
	filteredPackets,
	passing,
	unjudged,
} from "../../../../src/host/change/filtered.ts";
import { remarks } from "../../../../src/host/change/remarks.ts";
import { neededPasses } from "../../../../src/render/needed-passes.ts";
import { firewalld, ufw } from "../../filter/owned-filters.ts";
import { rendered } from "../../render/rendered.ts";
import { clean, director, realServer } from "./example.ts";

const filtered = (desired: typeof director, chains: readonly Chain[]) => ({
	...clean(desired),
	filters: { chains, unread: [] },
});
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
				parts: [{ kind: "verdict", verdict: { kind: "jump", chain: via } }],
			},
		],
	},
	{
		table,
		name: via,
		base: undefined,
		rules: [
			{ text: name, parts: [{ kind: "verdict", verdict: { kind: "drop" } }] },
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
			["packets of its clients to 172.18.0.67, tcp 3306, 9336"],
			"-A INPUT -i eth1 -p tcp -m multiport --dports 3306,9336 -j ACCEPT",
		],
		[
			"session-store",
			["packets of its clients to 172.18.0.69, tcp 6379"],
			"-A INPUT -p tcp -m multiport --dports 22,6379 -j ACCEPT",
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

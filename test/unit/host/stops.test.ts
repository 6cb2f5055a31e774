import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	formatClosing,
	formatOpening,
	parseClosing,
	parseOpening,
} from "../../../src/filter/opening.ts";
import {
	formatCommand,
	openCommands,
} from "../../../src/filter/owner-commands.ts";
import type { Chain } from "../../../src/filter/ruleset.ts";
import { advise, type WayOut } from "../../../src/filter/way-out.ts";
import { stops } from "../../../src/host/stops.ts";
import { nothing } from "../../../src/model/desired.ts";
import { ownLink } from "../../../src/model/own-link.ts";
import type { Passage } from "../../../src/model/passage.ts";
import { firewalld, open, ufw } from "../filter/owned-filters.ts";
import { clean } from "./change/example.ts";

/** The ways out of a host with the address 172.18.0.66 on eth1. */
const ways = (passage: Passage, chains: readonly Chain[]): WayOut[] => {
	const desired = {
		...nothing,
		ownAddress: "172.18.0.66",
		passes: { they: passage },
	};
	const filters = { chains, unread: [] };
	return stops(desired, { ...clean(desired), filters }).map(
		({ wayOut }) => wayOut,
	);
};
const opens = (passage: Passage, chains: readonly Chain[]) => {
	const [way, ...others] = ways(passage, chains);
	assert.deepEqual(others, []);
	assert.ok(way?.kind === "openings", JSON.stringify(way));
	return way.openings;
};
const advised = (passage: Passage, chains: readonly Chain[]) => {
	const [way] = ways(passage, chains);
	assert.ok(way?.kind === "advice", JSON.stringify(way));
	return [advise(way), way.why];
};

const input = (more: Partial<Passage>): Passage => ({
	hooks: ["prerouting", "input"],
	protocol: "tcp",
	to: "172.18.0.70",
	in: ownLink,
	state: "untracked",
	...more,
});
const passages = {
	"in, several ports": input({ toPorts: [80, 443] }),
	"in, of one machine": input({ from: "172.18.0.67", toPorts: [80] }),
	"in, all ports": input({ protocol: "udp" }),
	"in, gre": input({ protocol: "gre", from: "172.18.0.67", to: "172.18.0.66" }),
	out: {
		hooks: ["output", "postrouting"],
		protocol: "udp",
		to: "172.18.0.67",
		toPorts: [53],
		out: "to 172.18.0.67",
		state: "new",
	},
	through: {
		hooks: ["prerouting", "forward"],
		protocol: "tcp",
		from: "172.18.0.67",
		fromPorts: [80],
		in: "to 172.18.0.67",
		out: ownLink,
		state: "new",
	},
} as const satisfies Record<string, Passage>;
type Name = keyof typeof passages;

const byUfw: Readonly<Record<Name, readonly string[]>> = {
	"in, several ports": [
		"allow in on eth1 proto tcp from any to 172.18.0.70 port 80",
		"allow in on eth1 proto tcp from any to 172.18.0.70 port 443",
	],
	"in, of one machine": [
		"allow in on eth1 proto tcp from 172.18.0.67 to 172.18.0.70 port 80",
	],
	"in, all ports": ["allow in on eth1 proto udp from any to 172.18.0.70"],
	"in, gre": ["allow in on eth1 proto gre from 172.18.0.67 to 172.18.0.66"],
	out: ["allow out on eth1 proto udp from any to 172.18.0.67 port 53"],
	through: [
		"route allow in on eth1 out on eth1 proto tcp from 172.18.0.67 port 80 to any",
	],
};

suite("ufw", () => {
	for (const [name, rules] of Object.entries(byUfw))
		test(`${name}: its commands open, and take exactly that back`, () => {
			const passage = passages[name as Name];
			const openings = opens(passage, ufw());
			assert.deepEqual(
				openCommands(openings, "web-director").map(formatCommand),
				rules.map((rule) => `ufw ${rule} comment 'pulumi-lvs web-director'`),
			);
			assert.deepEqual(
				openings.map((opening) => formatClosing(opening, "web-director")),
				rules.map(
					(rule) =>
						`ufw --force ${rule.replace("allow", "delete allow")} comment 'pulumi-lvs web-director'`,
				),
			);
			const opened = openings.reduce(
				(chains, opening) => open(chains, opening, ""),
				ufw(),
			);
			assert.deepEqual(ways(passage, opened), []);
		});

	test("the advice is those commands", () => {
		const [way] = ways(passages["in, several ports"], ufw());
		assert.ok(way);
		assert.equal(
			advise(way),
			"Let them through: ufw allow in on eth1 proto tcp from any to 172.18.0.70 port 80; ufw allow in on eth1 proto tcp from any to 172.18.0.70 port 443.",
		);
	});

	test("ipip: ufw has no rule for it, and its file gets protocol 4", () => {
		assert.deepEqual(
			advised(
				input({ protocol: "ipip", from: "172.18.0.67", to: "172.18.0.66" }),
				ufw(),
			),
			[
				'ufw has no rule for ipip: write "-A ufw-before-input -s 172.18.0.67 -d 172.18.0.66 -p 4 -j ACCEPT" into /etc/ufw/before.rules, above its COMMIT, then ufw reload.',
				"ufw has no rule for ipip",
			],
		);
	});

	for (const [where, line, advice] of [
		[
			"a rule that somebody wrote",
			"-A ufw-user-input -p tcp -m tcp --dport 80 -j DROP",
			/^Let them through before that rule: ufw prepend allow in on eth1 proto tcp from any to 172\.18\.0\.70 port 80\.$/,
		],
		[
			"a rule of its file",
			"-A ufw-before-input -p tcp -m tcp --dport 80 -j DROP",
			/into \/etc\/ufw\/before\.rules, above the rule that stops them/,
		],
		[
			"a rule before its chains",
			"-A INPUT -p tcp -m tcp --dport 80 -j DROP",
			/^Let them through: iptables -I INPUT -d 172\.18\.0\.70 -p tcp --dport 80 -j ACCEPT\./,
		],
	] as const)
		test(`${where} is not overruled`, () => {
			const chains = ufw(line);
			// the rules of INPUT itself stand in the order of their lines
			const moved = chains.map((chain) =>
				chain.name === "INPUT"
					? { ...chain, rules: [...chain.rules].reverse() }
					: chain,
			);
			assert.match(
				advised(
					passages["in, several ports"],
					line.startsWith("-A INPUT") ? moved : chains,
				)[0] ?? "",
				advice,
			);
		});

	test("its default of rejecting is opened like that of dropping", () => {
		opens(
			passages["in, several ports"],
			ufw("-A ufw-reject-input -j REJECT --reject-with icmp-port-unreachable"),
		);
	});
});

const rich = 'rule family="ipv4"';
const byFirewalld: Readonly<Partial<Record<Name, readonly string[]>>> = {
	"in, several ports": [
		`${rich} destination address="172.18.0.70" port port="80" protocol="tcp" accept`,
		`${rich} destination address="172.18.0.70" port port="443" protocol="tcp" accept`,
	],
	"in, of one machine": [
		`${rich} source address="172.18.0.67" destination address="172.18.0.70" port port="80" protocol="tcp" accept`,
	],
	"in, all ports": [
		`${rich} destination address="172.18.0.70" protocol value="udp" accept`,
	],
	"in, gre": [
		`${rich} source address="172.18.0.67" destination address="172.18.0.66" protocol value="gre" accept`,
	],
};

suite("firewalld", () => {
	for (const [name, rules] of Object.entries(byFirewalld))
		test(`${name}: its commands open now and for every boot, and take exactly that back`, () => {
			const passage = passages[name as Name];
			const openings = opens(passage, firewalld());
			const added = rules.map((rule) => ` --add-rich-rule='${rule}'`).join("");
			assert.deepEqual(
				openCommands(openings, "web-director").map(formatCommand),
				[
					`firewall-cmd --permanent --zone=public${added}`,
					`firewall-cmd --zone=public${added}`,
				],
			);
			assert.deepEqual(
				openings.map((opening) => formatClosing(opening, "web-director")),
				rules.map(
					(rule) => `firewall-cmd --zone=public --remove-rich-rule='${rule}'`,
				),
			);
			const opened = openings.reduce(
				(chains, opening) => open(chains, opening, ""),
				firewalld(),
			);
			assert.deepEqual(ways(passage, opened), []);
		});

	test("ipip is protocol 4", () => {
		const [opening] = opens(
			input({ protocol: "ipip", from: "172.18.0.67", to: "172.18.0.66" }),
			firewalld(),
		);
		assert.match(opening?.rule ?? "", / protocol value="4" accept$/);
	});

	test("answers of NAT are established, which it lets through: there is nothing to open", () => {
		assert.deepEqual(
			ways({ ...passages.through, state: "established" }, firewalld()),
			[],
		);
	});

	test("what it forwards takes a policy and a reload, and stays the operator's", () => {
		const [advice = "", why = ""] = advised(passages.through, firewalld());
		assert.match(advice, /--new-policy lvs; .*firewall-cmd --reload\.$/);
		assert.match(why, /a new one takes a reload/);
	});

	test("a policy of the operator that lets nothing out is opened in that policy", () => {
		const chains = firewalld([
			[
				"filter_OUTPUT_POLICIES_pre",
				{ jump: { target: "filter_OUT_policy_quiet" } },
			],
			[
				"filter_OUT_policy_quiet",
				{ jump: { target: "filter_OUT_policy_quiet_allow" } },
			],
			["filter_OUT_policy_quiet_allow", { counter: null }],
			["filter_OUT_policy_quiet", { drop: null }],
		]);
		const openings = opens(passages.out, chains);
		assert.deepEqual(openings, [
			{
				by: "firewalld",
				keeper: "--policy=quiet",
				rule: `${rich} destination address="172.18.0.67" port port="53" protocol="udp" accept`,
			},
		]);
	});

	test("a rule that somebody wrote is not overruled", () => {
		const [advice = ""] = advised(
			passages["in, several ports"],
			firewalld([["filter_IN_public_deny", { drop: null }]]),
		);
		assert.match(
			advice,
			/^Let them through before that rule: firewall-cmd --permanent --zone=public --add-rich-rule='rule priority="-1" family="ipv4" /,
		);
	});

	test("where the zone cannot be told, it stays the operator's", () => {
		const { in: _, ...anywhere } = passages["in, several ports"];
		const [, why = ""] = advised(anywhere, firewalld());
		assert.match(why, /zone/);
	});
});

test("two filters that stop a packet are both told", () => {
	const passage = passages["in, several ports"];
	const both = ways(passage, [...ufw(), ...firewalld()]);
	assert.deepEqual(
		both.map((way) => way.kind === "openings" && way.openings[0]?.by),
		["ufw", "firewalld"],
	);
});

test("what a record notes of an opening is read as it was written", () => {
	for (const passage of Object.values(passages))
		for (const way of [...ways(passage, ufw()), ...ways(passage, firewalld())])
			for (const opening of way.kind === "openings" ? way.openings : []) {
				assert.deepEqual(parseOpening(formatOpening(opening)), opening);
				const text = formatClosing(opening, "web-director");
				assert.equal(parseClosing(text).by, opening.by);
			}
	for (const text of ["rm -rf /", "ufw reset", "ufw delete allow 22"]) {
		assert.throws(() => parseOpening(text), /a later version/);
		assert.throws(() => parseClosing(text), /a later version/);
	}
});

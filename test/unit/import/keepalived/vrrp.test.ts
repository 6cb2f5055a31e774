import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declareKeepalived } from "../../../../src/import/keepalived/declare-keepalived.ts";
import { readKeepalived } from "../../../../src/import/keepalived/read-keepalived.ts";
import { renderedRules } from "../rendered-rules.ts";
import { declared } from "./declared.ts";

/** An instance in lines 1 and 2, and those of its settings from line 3 on. */
const instance = (
	settings: string,
	addresses = "10.0.0.1/24",
	[name, link]: readonly [string, string] = ["A", "eth1"],
) =>
	`vrrp_instance ${name} {\ninterface ${link}\n${settings}\nvirtual_ipaddress {\n${addresses}\n}\n}\n`;

const service = (vip = "10.0.0.1", kind = "DR", server = "10.0.0.2") =>
	`virtual_server ${vip} 80 {\nprotocol TCP\nlb_kind ${kind}\nreal_server ${server} 80 {\n}\n}\n`;

const theOnly = (text: string) => {
	const { clusters, unread, remarks } = declared(text);
	assert.equal(clusters.length, 1);
	return { ...clusters[0], unread, remarks };
};

const multicast = (own: string, by: string, other: string) =>
	`1: vrrp_instance A: this director is ${own} by its ${by}, and its peers are not in this file: fill in ${other}, add what more there are, or take it out with \`failover\` if there is none; the one with the highest priority comes first, and links are called as here`;
const together =
	"1: vrrp_instance A: directors agree by VRRP version 3 here, in packets from machine to machine, and have each VIP as /32: change all of them in one go, as one that runs as before does not hear the others";
const noPassword = "VRRP version 3 has none, so adverts carry no password here";

suite("a vrrp_instance is the failover of the cluster with its VIP", () => {
	const master = "state MASTER";
	for (const [settings, failover, own = "lb1", by = master] of [
		["state MASTER\nvirtual_router_id 51\npriority 150\nadvert_int 1"],
		["state MASTER\nvirtual_router_id 51\nadvert_int 0.3"],
		["state MASTER\nadvert_int 0.3", { advertSeconds: 0.3, preemptSeconds: 0 }],
		[
			"state BACKUP\npriority 100",
			{ preemptSeconds: 0 },
			"lb2",
			"state BACKUP",
		],
		["priority 90", { preemptSeconds: 0 }, "lb2", "priority 90"],
		["nopreempt", {}, "lb1", "priority 100"],
		["state BACKUP\nnopreempt", {}, "lb1", "priority 100"],
		["priority 90\nnopreempt", {}, "lb2", "priority 90"],
		["nopreempt\npreempt", { preemptSeconds: 0 }, "lb2", "priority 100"],
		["preempt_delay 300", { preemptSeconds: 300 }, "lb2", "priority 100"],
		["nopreempt\npreempt_delay 300", {}, "lb1", "priority 100"],
	] as const)
		test(settings.replaceAll("\n", ", "), () => {
			const found = theOnly(instance(settings) + service());
			assert.deepEqual(
				found.failover,
				failover ?? {
					...(settings.includes("0.3") ? { advertSeconds: 0.3 } : {}),
					...{ routerId: 51, preemptSeconds: 0 },
				},
			);
			const isFirst = own === "lb1";
			assert.deepEqual(Object.entries(found.directors ?? {}), [
				["lb1", { interface: "eth1" }],
				["lb2", { interface: "eth1" }],
			]);
			assert.deepEqual(found.unread, []);
			assert.deepEqual(found.remarks, [
				together,
				multicast(own, by, isFirst ? "lb2" : "lb1"),
			]);
		});

	test("a second one of the same name, which keepalived skips, is named", () => {
		const found = theOnly(
			instance("state MASTER") +
				instance("state MASTER", "10.0.0.9/24", ["A", "eth2"]) +
				service(),
		);
		assert.deepEqual(found.unread, [
			"8: vrrp_instance A: line 1 adds this vrrp_instance already",
		]);
		assert.equal(found.directors?.lb1?.interface, "eth1");
	});

	test("with the addresses of its director and of its peers, and their prefix", () => {
		const found = theOnly(
			instance(
				"state MASTER\nunicast_src_ip 10.0.0.251\nunicast_peer {\n10.0.0.252\n10.0.0.253\n}",
			) + service(),
		);
		assert.deepEqual(found.directors, {
			lb1: { address: "10.0.0.251/24", interface: "eth1" },
			lb2: { address: "10.0.0.252/24", interface: "eth1" },
			lb3: { address: "10.0.0.253/24", interface: "eth1" },
		});
		assert.deepEqual(found.unread, []);
		assert.deepEqual(found.remarks, [
			together,
			"1: vrrp_instance A: this director is lb1 by its state MASTER, and lb2 is 10.0.0.252, lb3 is 10.0.0.253; the one with the highest priority comes first, and links are called as here",
		]);
		assert.deepEqual(
			renderedRules({
				clusters: declared(
					instance("unicast_src_ip 10.0.0.251\nunicast_peer {\n10.0.0.252\n}") +
						service(),
				).clusters,
			}),
			["-A -t 10.0.0.1:80 -s wlc", "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1"],
		);
	});

	test("and the last one where its file is that of a standby", () => {
		const { directors, remarks } = theOnly(
			instance(
				"state BACKUP\nmcast_src_ip 10.0.0.253\nunicast_peer {\n10.0.0.251\n10.0.0.252\n}",
				"10.0.0.1",
			) + service(),
		);
		assert.deepEqual(Object.entries(directors ?? {}), [
			["lb1", { address: "10.0.0.251", interface: "eth1" }],
			["lb2", { address: "10.0.0.252", interface: "eth1" }],
			["lb3", { address: "10.0.0.253", interface: "eth1" }],
		]);
		assert.equal(
			remarks.at(-1),
			"4: mcast_src_ip 10.0.0.253: directors are declared on a link of /24; where it is another, write their addresses with its prefix",
		);
	});

	test("with the interface that its VIP names", () => {
		const found = theOnly(
			instance("state MASTER", "10.0.0.1 dev eth2 label eth2:1 scope global") +
				service(),
		);
		assert.deepEqual(found.directors, {
			lb1: { interface: "eth2" },
			lb2: { interface: "eth2" },
		});
		assert.deepEqual(found.unread, []);
		assert.equal(
			found.remarks.at(-1),
			"5: label (5), scope (5): left out: means nothing for a declaration",
		);
	});

	test("and the connections that directors tell each other of need no word", () => {
		const found = theOnly(
			`${instance("state MASTER\nlvs_sync_daemon_interface eth1")}global_defs {\nlvs_sync_daemon eth1 A\n}\n${service()}`,
		);
		assert.deepEqual(found.unread, []);
		assert.deepEqual(found.remarks, [
			together,
			multicast("lb1", "state MASTER", "lb2"),
		]);
	});

	test("a link of its own for the sync is told", () => {
		const { remarks } = theOnly(
			`${instance("interface eth1")}global_defs {\nlvs_sync_daemon eth2 A\n}\n${service()}`,
		);
		assert.ok(
			remarks.some((each) =>
				each.endsWith(
					': connections are told by eth2, while adverts go by eth1: write `syncInterface: "eth2"` for each director, by the name that the link has there',
				),
			),
			remarks.join("\n"),
		);
	});

	test("of one cluster for each VIP, of which each moves by itself", () => {
		const { clusters, unread, remarks } = declared(
			instance("state MASTER\nvirtual_router_id 7", "10.0.0.1\n10.0.0.9") +
				service() +
				service("10.0.0.9"),
		);
		assert.deepEqual(
			clusters.map(({ failover }) => failover),
			[{ routerId: 7, preemptSeconds: 0 }, { preemptSeconds: 0 }],
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			"1: vrrp_instance A: 10.0.0.1, 10.0.0.9 are VIPs of clusters of their own, and each moves by itself; 7 is the number of the first, and the others have one that follows from their names",
			together,
			multicast("lb1", "state MASTER", "lb2"),
		]);
	});

	test("in which a machine has one name, whoever comes first there", () => {
		const { clusters } = declared(
			instance("state MASTER") +
				instance("state BACKUP", "10.0.0.9", ["B", "eth1"]) +
				service() +
				service("10.0.0.9"),
		);
		assert.deepEqual(
			clusters.map(({ directors = {} }) => Object.keys(directors)),
			[
				["lb1", "lb2"],
				["lb2", "lb1"],
			],
		);
	});
});

suite("an address that moves with a VIP of NAT is the gateway", () => {
	const outside = instance("state MASTER", "198.51.100.1/24");
	const inside = (addresses: string) =>
		instance("state MASTER", addresses, ["B", "eth2"]);
	const nat = service("198.51.100.1", "NAT");
	const idle = (address: string) =>
		`${address}: no virtual_server has this address, and no VIP goes with it by the same vrrp_instance and link, so it is no part of a declaration; the director does not get it`;
	for (const [what, text, gateway, unread] of [
		[
			"of an instance of its own",
			outside + inside("10.0.0.254/24"),
			"10.0.0.254",
			[],
		],
		[
			"of the same instance",
			instance("state MASTER", "198.51.100.1\n10.0.0.254 dev eth2"),
			"10.0.0.254",
			[],
		],
		[
			"but not on another link than the real servers",
			outside + inside("10.0.9.254/24"),
			undefined,
			[`12: ${idle("10.0.9.254/24")}`],
		],
		[
			"and no second one",
			outside + inside("10.0.0.254/24\n10.0.0.253/24"),
			"10.0.0.254",
			[`13: ${idle("10.0.0.253/24")}`],
		],
	] as const)
		test(what, () => {
			const found = theOnly(text + nat);
			assert.equal(found.failover?.gateway, gateway);
			assert.deepEqual(found.unread, unread);
		});

	test("but not on the link of the VIP, where it may be another VIP", () => {
		const found = theOnly(
			instance("state MASTER", "10.0.0.1/24\n10.0.0.9/24") +
				service("10.0.0.1", "NAT"),
		);
		assert.equal(found.failover?.gateway, undefined);
		assert.deepEqual(found.failover?.addresses, ["10.0.0.9"]);
		assert.deepEqual(found.unread, []);
		assert.equal(
			found.remarks.at(-1),
			"1: vrrp_instance A: answers of tcp-80 go back through the director that has the VIP: fill in `failover.gateway`, an address of the directors' link that no machine has, and let the real servers send answers there",
		);
	});

	test("nor by direct routing", () => {
		const found = theOnly(
			outside + inside("10.0.0.254/24") + service("198.51.100.1"),
		);
		assert.equal(found.failover?.gateway, undefined);
		assert.deepEqual(found.unread, [`12: ${idle("10.0.0.254/24")}`]);
	});

	test("a group of both says nothing more, and one of two VIPs says something", () => {
		const group = "vrrp_sync_group G {\ngroup {\nA B\n}\n}\n";
		const one = theOnly(outside + inside("10.0.0.254/24") + group + nat);
		assert.doesNotMatch(one.remarks.join("\n"), /sync_group/);
		const { unread, remarks } = declared(
			outside +
				inside("198.51.100.9/24") +
				group +
				nat +
				service("198.51.100.9"),
		);
		assert.deepEqual(unread, []);
		assert.equal(
			remarks[0],
			"15: vrrp_sync_group G: 198.51.100.1, 198.51.100.9 are VIPs of clusters of their own, and each moves by itself",
		);
	});
});

const noStop =
	"no program is surely told that a director stops, as it may be ended too; the director that takes over tells `active` to its own";
const aProgram =
	"a program decides here which director can have the VIP, `failover.check`, and no file, process or other protocol: write one that looks at it";
suite("a program that decides which director can have the VIP is declared", () => {
	const asRoot =
		"it runs as root, and by keepalived as keepalived_script where a machine has that user: `runAs`";
	const givesAway =
		"here a director whose program fails gives the VIP away, whatever its priority, and where it fails on all of them nobody has it";
	for (const { script, tracked = "look", check, said = [] } of [
		{
			script: 'script "/usr/bin/look once"\nuser watcher',
			check: {
				command: ["/usr/bin/look", "once"],
				runAs: "watcher",
				everySeconds: 1,
				failures: 1,
			},
		},
		{
			script:
				"script /usr/bin/look\ninterval 5\ntimeout 3\nfall 4\nrise 2\nweight -20\nuser root",
			check: {
				command: "/usr/bin/look",
				runAs: "root",
				everySeconds: 5,
				timeoutSeconds: 3,
				failures: 4,
			},
			said: [
				`weight -20: ${givesAway}`,
				"rise 2: here one run that passes makes a director good again",
			],
		},
		{
			script: 'script "killall -0 haproxy"\nweight -20',
			tracked: "look weight 0",
			check: {
				command: ["/usr/bin/env", "killall", "-0", "haproxy"],
				runAs: "root",
				everySeconds: 1,
				failures: 1,
			},
			said: [`script killall -0 haproxy: ${asRoot}`],
		},
		{
			script: "script /usr/bin/look\nuser nobody",
			tracked: "look weight 2",
			check: {
				command: "/usr/bin/look",
				runAs: "nobody",
				everySeconds: 1,
				failures: 1,
			},
			said: [`look weight 2: ${givesAway}`],
		},
		{
			script: "script /usr/bin/look\ninterval 2.5\ntimeout 0.3\nuser root",
			tracked: "look noreverse",
			check: {
				command: "/usr/bin/look",
				runAs: "root",
				everySeconds: 3,
				timeoutSeconds: 1,
				failures: 1,
			},
			said: [
				"interval 2.5: everySeconds is a whole number, and 3 is declared",
				"timeout 0.3: timeoutSeconds is a whole number, and 1 is declared",
			],
		},
	])
		test(`${script.replaceAll("\n", " ")}, ${tracked}`, () => {
			const found = theOnly(
				`${instance(`state MASTER\ntrack_script {\n${tracked}\n}`)}vrrp_script look {\n${script}\n}\n${service()}`,
			);
			assert.deepEqual(found.unread, []);
			assert.deepEqual(found.failover?.check, check);
			const remarks = found.remarks.map((line) => line.replace(/^\d+: /, ""));
			assert.deepEqual(
				remarks.filter((line) =>
					/^(script|rise|weight|look|interval|timeout)/.test(line),
				),
				said,
			);
		});

	test("also that of a group, and of several one", () => {
		const group =
			"vrrp_sync_group G {\ngroup {\nA\n}\ntrack_script {\nlook\nmore\n}\n}\n";
		const { failover, unread, remarks } = theOnly(
			`${instance("state MASTER\ntrack_script {\nlook\n}")}vrrp_script look {\nscript "killall -0 nginx"\ninterval 5\ntimeout 2\nfall 3\nuser root\n}\nvrrp_script more {\nscript /more\ninterval 2\nfall 2\nuser root\n}\n${group}${service()}`,
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(failover?.check, {
			command: "/usr/local/sbin/lvs-may-lead-A",
			runAs: "root",
			...{ everySeconds: 2, timeoutSeconds: 4, failures: 2 },
		});
		assert.deepEqual(
			remarks.filter((line) => line.includes("lvs-may-lead")),
			[
				"12: script killall -0 nginx: one program decides which director can have the VIP, and look, more must all pass: write an executable script /usr/local/sbin/lvs-may-lead-A on each director, `#!/bin/sh` and `/usr/bin/env killall -0 nginx && /more`; it is called as often as the one that is called most, and may take as long as all of them together",
			],
		);
	});

	test("but not where another user runs the second, which is told", () => {
		const { failover, unread } = theOnly(
			`${instance("state MASTER\ntrack_script {\nlook\nmore\n}")}vrrp_script look {\nscript /look\nuser root\n}\nvrrp_script more {\nscript /more\nuser watcher\n}\n${service()}`,
		);
		assert.equal(failover?.check?.command, "/look");
		assert.deepEqual(unread, [
			'17: script /more: it runs as "watcher", and that of line 13 as "root": one program decides which director can have the VIP, as one user; write one that runs both, and declare it as `failover.check`',
		]);
	});

	test("what opens a file or a port is tried by bash, as keepalived gives it to a shell", () => {
		const { failover, unread, remarks } = theOnly(
			`${instance("state MASTER\ntrack_script {\nlook\n}")}vrrp_script look {\nscript "</dev/tcp/127.0.0.1/3306"\nuser root\n}\n${service()}`,
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(failover?.check?.command, [
			"/bin/bash",
			"-c",
			"</dev/tcp/127.0.0.1/3306",
		]);
		assert.ok(
			remarks.some((line) => /can be opened, which bash tries here/.test(line)),
		);
	});

	for (const [line, word] of [
		["[[ -f /etc/keepalived/down ]] && exit 1 || exit 0", "[["],
		["[ -e /etc/keepalived/down ] && exit 1 || exit 0", "&&"],
		["killall -0 nginx && exit 0 || exit 1", "&&"],
		["killall -0 nginx||exit 1", "nginx||exit"],
		["if pidof nginx; then exit 0; fi", "if"],
		["ps aux | grep nginx", "|"],
		["/bin/look > /dev/null", ">"],
		["/bin/look 2>&1", "2>&1"],
		["kill -0 `cat /run/nginx.pid`", "`cat"],
		["kill -0 $(cat /run/nginx.pid)", "$(cat"],
	] as const)
		test(`a line that needs a shell is none, and told: ${line}`, () => {
			const { failover, unread } = theOnly(
				`${instance("state MASTER\ntrack_script {\nlook\n}")}vrrp_script look {\nscript "${line}"\nuser root\n}\n${service()}`,
			);
			assert.equal(failover?.check, undefined);
			assert.deepEqual(unread, [
				`12: script ${line}: keepalived runs no shell, and \`${word}\` is for one: write a script, and declare it as \`failover.check\``,
			]);
		});

	for (const line of [
		"/bin/sh -c 'pidof nginx && exit 0 || exit 1'",
		"/usr/bin/pgrep -f nginx|haproxy",
		"/usr/bin/curl -f http://127.0.0.1/?a=1&b=2",
		"[ -e /etc/keepalived/up ]",
	])
		test(`a line that keepalived runs is one: ${line}`, () => {
			const { failover, unread } = theOnly(
				`${instance("state MASTER\ntrack_script {\nlook\n}")}vrrp_script look {\nscript "${line}"\nuser root\n}\n${service()}`,
			);
			assert.deepEqual(unread, []);
			assert.ok(failover?.check !== undefined);
		});

	test("the same of programs that are told of a change", () => {
		const { failover, unread } = theOnly(
			`${instance('state MASTER\nnotify_master "echo up > /run/vip" root')}${service()}`,
		);
		assert.equal(failover?.tell, undefined);
		assert.deepEqual(unread, [
			'4: notify_master echo up > /run/vip root: keepalived runs no shell, and `>` is for one: write a script, and declare it: failover: { tell: "/usr/local/sbin/move-vip" }',
		]);
	});

	test("what cannot be one is told: no program, a bad path", () => {
		const unread = (script: string) =>
			theOnly(
				`${instance("state MASTER\ntrack_script {\nlook\n}")}vrrp_script look {\n${script}\n}\n${service()}`,
			).unread;
		assert.deepEqual(unread("interval 2"), [
			"11: vrrp_script look: it names no program",
		]);
		assert.match(
			unread('script "/opt/ä/look"').join("\n"),
			/^12: script .*: ".*look" is no path that can be used here/,
		);
	});

	test("one that is reversed is refused, and not declared; a second name on its line is told", () => {
		const tracking = (line: string) =>
			theOnly(
				`${instance(`state MASTER\ntrack_script {\n${line}\n}`)}vrrp_script look {\nscript /look\nuser root\n}\n${service()}`,
			);
		const reversed = tracking("look weight 10 reverse");
		assert.deepEqual(reversed.unread, [
			"5: look weight 10 reverse: with reverse a director has the VIP where the program fails, and here where it passes: write one that ends the other way round, and declare it as `failover.check`",
		]);
		assert.equal(reversed.failover?.check, undefined);
		assert.deepEqual(tracking("look more").unread, [
			'5: look more: "more" stands on the line of "look", where keepalived does not read it; give it a line of its own',
		]);
	});

	test("a time that is none is told, and the usual one declared", () => {
		const found = theOnly(
			`${instance("state MASTER\ntrack_script {\nlook\n}")}vrrp_script look {\nscript /look\ninterval soon\nuser root\n}\n${service()}`,
		);
		assert.deepEqual(found.unread, [
			'13: interval soon: interval takes a number of seconds, and "soon" is none',
		]);
		assert.equal(found.failover?.check?.everySeconds, 1);
	});

	test("of an instance without a VIP of ours it decides nothing", () => {
		const other =
			"vrrp_instance B {\nstate MASTER\ntrack_script {\nlook\n}\n}\nvrrp_script look {\nscript /look\n}\n";
		const { unread } = theOnly(instance("state MASTER") + other + service());
		assert.match(
			unread.join("\n"),
			/no VIP of a declaration moves by its vrrp_instance/,
		);
	});
});

suite("what a failover cannot say is told, with its line", () => {
	for (const [settings, said, failover = { preemptSeconds: 0 }] of [
		["track_process {\nworks\n}", [`4: track_process works: ${aProgram}`]],
		[
			"virtual_router_id 256",
			[
				"3: virtual_router_id 256: expected a whole number from 1 to 255, got 256",
			],
		],
		[
			"virtual_router_id none",
			[
				'3: virtual_router_id none: virtual_router_id takes a whole number, and "none" is none',
			],
		],
		[
			"advert_int 60",
			[
				"3: advert_int 60: expected a number of seconds in hundredths from 0.1 to 40, got 60",
			],
		],
		[
			"preempt_delay soon",
			[
				'3: preempt_delay soon: preempt_delay takes a number of seconds, and "soon" is none',
			],
			{},
		],
		[
			"unicast_peer {\n2001:db8::2\n}",
			["4: 2001:db8::2: IPv6 is not supported yet"],
		],
		[
			"unicast_src_ip 10.0.0.2",
			[
				"3: unicast_src_ip 10.0.0.2: 10.0.0.2 is a real server too, and a director that serves too cannot be declared; fill in another machine",
			],
		],
		[
			"@main virtual_router_id 7",
			[
				'3: virtual_router_id 7: it counts only on the machine "main"; import the file without this condition, as it is for the director',
			],
		],
		["vrf red", ["3: vrf red: an address in a VRF cannot be declared"]],
	] as const)
		test(settings.replaceAll("\n", " "), () => {
			const found = theOnly(
				`${instance(settings)}vrrp_script look {\nscript /look\n}\nvrrp_track_process works {\nprocess x\n}\n${service()}`,
			);
			assert.deepEqual(found.unread, said);
			assert.deepEqual(found.failover, failover);
		});

	test("a link that can be none is left out", () => {
		const found = theOnly(
			instance("state MASTER", "10.0.0.1 dev lo") + service(),
		);
		assert.deepEqual(found.directors, { lb1: {}, lb2: {} });
		assert.deepEqual(found.unread, [
			'5: 10.0.0.1 dev lo: "lo" cannot be the interface of a link; write its name as "ip link" shows it, like "eth1"',
		]);
	});

	test("also of a group", () => {
		const { unread } = theOnly(
			`${instance("state MASTER")}vrrp_script look {\nscript /look\n}\nvrrp_sync_group G {\ngroup {\nA\n}\nnotify_stop /a\ntrack_script {\nlook\n}\n}\n${service()}`,
		);
		assert.deepEqual(unread, [`15: notify_stop /a: ${noStop}`]);
	});

	test("a script that nobody tracks, and one that is not there, do nothing in keepalived either", () => {
		const { unread, remarks } = theOnly(
			`${instance("state MASTER\ntrack_script {\nnone\n}")}vrrp_script look {\nscript /look\n}\n${service()}`,
		);
		assert.deepEqual(unread, []);
		assert.equal(
			remarks.at(-1),
			"5: track_script (5), vrrp_script (11): left out: means nothing for a declaration",
		);
	});
});

suite("of what works otherwise in a failover it is said", () => {
	for (const [settings, said] of [
		[
			"authentication {\nauth_type PASS\nauth_pass x\n}",
			`3: authentication: ${noPassword}`,
		],
		[
			"dont_track_primary",
			"3: dont_track_primary: here a director whose link is down gives the VIP away",
		],
		[
			"state MASTER\nnopreempt",
			"4: nopreempt: with state MASTER keepalived does not heed nopreempt, and takes the VIP back at once, so preemptSeconds: 0 is declared; if the other is meant, leave that out",
		],
		[
			"state MASTER\npreempt_delay 60",
			"4: preempt_delay 60: with state MASTER keepalived does not heed preempt_delay, and takes the VIP back at once, so preemptSeconds: 0 is declared; if the other is meant, write the seconds there",
		],
		[
			"preempt_delay 4.12",
			"3: preempt_delay 4.12: preemptSeconds is a whole number, and 5 is declared",
		],
		[
			"track_interface {\neth1\neth7\n}",
			"5: track_interface eth7: a director gives the VIP away when the link of the VIP or that of its `address` is down, whatever its priority, and watches no other",
		],
		[
			"unicast_src_ip 192.0.2.7",
			`3: unicast_src_ip 192.0.2.7: directors are declared with their addresses towards the real servers, and send adverts there: fill them in, as this one does not fit: 10.0.0.2 is not on the director's link 192.0.2.0/24, which direct routing needs`,
		],
	] as const)
		test(settings.replaceAll("\n", " "), () => {
			const { unread, remarks } = theOnly(instance(settings) + service());
			assert.deepEqual(unread, []);
			assert.deepEqual(remarks.slice(2), [said]);
		});

	test("but not of an instance that has no VIP, where another has one", () => {
		const { unread, remarks } = declared(
			instance("state MASTER") +
				instance("authentication {\nauth_type AH\n}", "10.0.0.8", [
					"B",
					"eth1",
				]) +
				service(),
		);
		assert.match(unread.join(), /: 10\.0\.0\.8: no virtual_server/);
		assert.doesNotMatch(remarks.join(), /auth/);
	});
});

test("a new project begins with one director, and is told what a second one needs", () => {
	const text =
		instance("state MASTER\nvirtual_router_id 51\nauthentication {\n}") +
		service();
	const { clusters, unread, remarks } = declareKeepalived(
		readKeepalived(text, undefined),
		{ markVip: undefined, oneDirector: true },
	);
	assert.deepEqual(clusters[0]?.directors, { lb: { interface: "eth1" } });
	assert.equal(clusters[0]?.failover, undefined);
	assert.deepEqual(unread, [
		{
			line: 1,
			text: "vrrp_instance A",
			reason:
				"a new project begins with one director; for a second that takes 10.0.0.1 over, add it to `directors`, and `failover: { routerId: 51, preemptSeconds: 0 }`",
		},
	]);
	assert.deepEqual(remarks, []);
});

suite("addresses without a service go with a VIP", () => {
	test("of the same instance, on its link or on that of the directors", () => {
		const { failover, unread } = theOnly(
			instance(
				"state MASTER\nvirtual_router_id 7",
				"10.0.0.1 dev eth2\n10.0.0.9\n192.0.2.9 dev eth2\n192.0.2.8 dev eth3",
			) + service(),
		);
		assert.deepEqual(failover, {
			...{ routerId: 7, preemptSeconds: 0 },
			addresses: ["10.0.0.9", "192.0.2.9"],
		});
		assert.deepEqual(
			unread.map((line) => line.split(": ")[1]),
			["192.0.2.8 dev eth3"],
		);
	});

	test("and a VIP that no instance has with the first one that has an address", () => {
		const { clusters, unread, remarks } = declared(
			instance("state MASTER", "10.0.0.8\n10.0.0.7") +
				service() +
				service("10.0.0.99"),
		);
		assert.deepEqual(
			clusters.map(({ failover }) => failover),
			[
				{ preemptSeconds: 0, addresses: ["10.0.0.8", "10.0.0.7"] },
				{ preemptSeconds: 0 },
			],
		);
		assert.deepEqual(unread, []);
		assert.ok(
			remarks.includes(
				"1: vrrp_instance A: keepalived does not move 10.0.0.1, 10.0.0.99; routers may send its packets to an address of this vrrp_instance. Here the director that has these addresses has it too",
			),
			remarks.join("\n"),
		);
	});
});

suite("the timeouts of the kernel are those of the first cluster", () => {
	for (const [values, ipvs, unread] of [
		["tcp 900 tcpfin 60", { timeouts: { tcp: 900, tcpFin: 60 } }, []],
		["udp 30", { timeouts: { udp: 30 } }, []],
		[
			"udp 0",
			undefined,
			[
				"8: lvs_timeouts udp 0: expected a whole number from 1 to 2678400, got 0",
			],
		],
	] as const)
		test(values, () => {
			const found = theOnly(
				`${service()}global_defs {\nlvs_timeouts ${values}\n}`,
			);
			assert.deepEqual(found.ipvs, ipvs);
			assert.deepEqual(found.unread, unread);
		});
});

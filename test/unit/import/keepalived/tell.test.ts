import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite, test } from "node:test";
import { declareKeepalived } from "../../../../src/import/keepalived/declare-keepalived.ts";
import { readKeepalived } from "../../../../src/import/keepalived/read-keepalived.ts";
import { declared } from "./declared.ts";

// What keepalived runs when a director gets or loses its VIP, as `failover.tell` of the cluster.

/** An instance whose settings begin in line 3. */
const instance = (settings: string, address = "10.0.0.1", name = "A") =>
	`vrrp_instance ${name} {\ninterface eth1\n${settings}\nvirtual_ipaddress {\n${address}\n}\n}\n`;

const service = (vip = "10.0.0.1") =>
	`virtual_server ${vip} 80 {\nprotocol TCP\nlb_kind DR\nreal_server 10.0.0.2 80 {\n}\n}\n`;

const path = "/usr/local/sbin/lvs-tell-web";
const byRoot = "it runs as root; it has 30 seconds";
const bySome =
	"it runs as root, and by keepalived as keepalived_script where a machine has that user; it has 30 seconds";
const script = (text: string) =>
	`write an executable script ${path} on each director, \`#!/bin/sh\` and \`${text}\``;
const others = "is the priority of this director, and others have another";

/** What is told beside the directors themselves, which other tests look at. */
const theOnly = (text: string) => {
	const { clusters, unread, remarks } = declared(text);
	assert.equal(clusters.length, 1);
	return {
		tell: clusters[0]?.failover?.tell,
		unread,
		remarks: remarks.filter((line) => !line.includes(": vrrp_instance A: ")),
	};
};

suite("programs that keepalived runs become one script", () => {
	for (const [settings, text, more = bySome] of [
		[
			"notify_master /a\nnotify_backup /b\nnotify_fault /c",
			"case $1 in active) /a ;; standby) /b ;; fault) /c ;; esac",
		],
		["notify_master /a", "case $1 in active) /a ;; esac"],
		[
			'notify_fault "/c fault"\nnotify_master "/a master eth1"',
			"case $1 in active) /a master eth1 ;; fault) /c fault ;; esac",
			bySome,
		],
		[
			`notify_master "/a 'two words' $NONE;x"`,
			"case $1 in active) /a 'two words' '$NONE;x' ;; esac",
		],
		[
			`notify_backup "/x --arg='a b'"`,
			"case $1 in standby) /x '--arg=a b' ;; esac",
		],
		["notify_master /a root", "case $1 in active) /a ;; esac", byRoot],
		[
			"notify_backup /b root\nnotify_master /a",
			"case $1 in active) /a ;; standby) /b ;; esac",
			bySome,
		],
		[
			"notify /n\npriority 150",
			"case $1 in active) /n INSTANCE A MASTER 150 ;; standby) /n INSTANCE A BACKUP 150 ;; fault) /n INSTANCE A FAULT 150 ;; esac",
			`${bySome}; 150 ${others}`,
		],
		[
			'notify "/n -v" root\nnotify_backup /b root',
			"case $1 in active) /n -v INSTANCE A MASTER 100 ;; standby) /b; /n -v INSTANCE A BACKUP 100 ;; fault) /n -v INSTANCE A FAULT 100 ;; esac",
			`${byRoot}; 100 ${others}`,
		],
		[
			"notify /n\nstate MASTER",
			"case $1 in active) /n INSTANCE A MASTER 255 ;; standby) /n INSTANCE A BACKUP 255 ;; fault) /n INSTANCE A FAULT 255 ;; esac",
			`${bySome}; 255 ${others}`,
		],
	] as const)
		test(settings.replaceAll("\n", ", "), () => {
			const { tell, unread, remarks } = theOnly(instance(settings) + service());
			assert.equal(tell, path);
			assert.deepEqual(unread, []);
			assert.deepEqual(
				remarks.map((line) =>
					line.replace(/^\d: notify\S* .*?: (?=write)/, ""),
				),
				[`${script(text)}; ${more}`],
			);
		});

	test("which a shell runs as keepalived runs them", () => {
		const { remarks } = theOnly(
			instance(`notify_backup "echo b 'it;s  $HOME'"\nnotify "echo n"`) +
				service(),
		);
		const [, text = ""] = /(case .* esac)/.exec(remarks.join()) ?? [];
		const runs = (word: string) =>
			spawnSync("sh", ["-c", text, "tell", word, "web", "10.0.0.1"], {
				encoding: "utf8",
			});
		assert.equal(
			runs("standby").stdout,
			"b it;s  $HOME\nn INSTANCE A BACKUP 100\n",
		);
		assert.equal(runs("active").stdout, "n INSTANCE A MASTER 100\n");
		assert.deepEqual([runs("").stdout, runs("").status], ["", 0]);
	});

	test("also those of a group, after those of its instance", () => {
		const { tell, unread, remarks } = theOnly(
			`${instance("notify_master /a")}vrrp_sync_group G {\ngroup {\nA\n}\nnotify_master /g\nnotify /n\n}\n${service()}`,
		);
		assert.equal(tell, path);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			`3: notify_master /a: ${script("case $1 in active) /a; /g; /n GROUP G MASTER 0 ;; standby) /n GROUP G BACKUP 0 ;; fault) /n GROUP G FAULT 0 ;; esac")}; ${bySome}`,
		]);
	});

	test("and those of the instance of the gateway, a group of both once", () => {
		const { tell, unread, remarks } = theOnly(
			`${instance("", "198.51.100.1")}${instance("notify_fault /f", "10.0.0.254", "B")}vrrp_sync_group G {\ngroup {\nA\nB\n}\nnotify_master /g\n}\n${service("198.51.100.1").replace("DR", "NAT")}`,
		);
		assert.equal(tell, path);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			`20: notify_master /g: ${script("case $1 in active) /g ;; fault) /f ;; esac")}; ${bySome}`,
		]);
	});

	test("but none is needed for a program that takes our arguments already", () => {
		const all =
			'notify_master "/a active"\nnotify_backup "/a standby"\nnotify_fault "/a fault"';
		const { tell, remarks } = theOnly(instance(all) + service());
		assert.equal(tell, "/a");
		assert.deepEqual(remarks, [
			`3: notify_master /a active: /a is called with one of active, standby, fault, the cluster's name and the VIP, and by keepalived with the first alone; ${bySome}`,
		]);
		for (const other of [
			all.replace("/a fault", "/b fault"),
			all.replace("a fault", "a fault x"),
			all.replace(/\n[^\n]*$/, ""),
			`${all}\nnotify /a`,
			all.replaceAll("/a", "a"),
		])
			assert.equal(theOnly(instance(other) + service()).tell, path, other);
	});
});

suite("clusters whose VIPs move by one instance", () => {
	const both = instance("notify_master /a", "10.0.0.1\n10.0.0.9");

	test("share a script, and each tells its own change", () => {
		const { clusters, unread, remarks } = declared(
			both + service() + service("10.0.0.9"),
		);
		assert.deepEqual(
			clusters.map(({ failover }) => failover?.tell),
			[path, path],
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks.slice(-2), [
			`3: notify_master /a: ${script("case $1 in active) /a ;; esac")}; ${bySome}`,
			"3: notify_master /a: it is called for each of 10.0.0.1, 10.0.0.9, as each moves by itself, and by keepalived once for all",
		]);
	});

	test("or have one each, by two instances", () => {
		const { clusters } = declared(
			instance("notify_master /a") +
				instance("notify_master /b", "10.0.0.9", "B") +
				service() +
				service("10.0.0.9"),
		);
		assert.deepEqual(
			clusters.map(({ failover }) => failover?.tell),
			[path, `${path}2`],
		);
	});
});

test("a new project with one director is told the script, and what declares it", () => {
	const { clusters, unread, remarks } = declareKeepalived(
		readKeepalived(instance("notify_master /a") + service(), undefined),
		{ markVip: undefined, oneDirector: true },
	);
	assert.equal(clusters[0]?.failover, undefined);
	assert.match(
		unread.map(({ reason }) => reason).join("\n"),
		/`failover: \{ preemptSeconds: 0, tell: "\/usr\/local\/sbin\/lvs-tell-web" \}`$/,
	);
	assert.deepEqual(
		remarks.map(({ reason }) => reason),
		[`${script("case $1 in active) /a ;; esac")}; ${bySome}`],
	);
});

const otherUser = (user: string) =>
	`it runs as "${user}", and a program of \`failover.tell\` as root; write a script on each director that runs it as that user, and declare it: failover: { tell: "/usr/local/sbin/move-vip" }`;
const noPipe =
	'changes are told to a program that is called, not to a pipe; write one that takes active, standby or fault: failover: { tell: "/usr/local/sbin/move-vip" }';
const nothing = (of: string) =>
	`no VIP of a declaration moves by this ${of}, so there is nothing to tell its program`;

suite("what has no counterpart is told, with its line", () => {
	for (const [what, text, said] of [
		[
			"the stop",
			instance("notify_stop /s"),
			"3: notify_stop /s: no program is surely told that a director stops, as it may be ended too; the director that takes over tells `active` to its own",
		],
		[
			"an instance that is gone",
			instance("notify_deleted /d"),
			"3: notify_deleted /d: no program is told that a vrrp_instance is taken out; `lvsctl status` says which director has the VIP",
		],
		[
			"another that wants it",
			instance("notify_master_rx_lower_pri /l"),
			"3: notify_master_rx_lower_pri /l: no program is told that another director wants the VIP with a lower priority; `lvsctl status` says where two have it",
		],
		[
			"a pipe",
			`${instance("")}global_defs {\nvrrp_notify_fifo /p\n}\n`,
			`9: vrrp_notify_fifo /p: ${noPipe}`,
		],
		[
			"another user",
			instance('notify_master "/a b" bob'),
			`3: notify_master /a b bob: ${otherUser("bob")}; if "bob" is an argument of it, write both in quotes`,
		],
		[
			"another user of all",
			`${instance("notify_master /a")}global_defs {\nscript_user bob\n}\n`,
			`3: notify_master /a: ${otherUser("bob")}`,
		],
		[
			"no program",
			instance('notify_master ""'),
			"3: notify_master : it names no program",
		],
		[
			"a NUL character",
			instance("notify_master /a\0"),
			"3: notify_master /a\0: it contains a NUL character",
		],
		[
			"a condition",
			instance("@main notify_master /a"),
			'3: notify_master /a: it counts only on the machine "main"; import the file without this condition, as it is for the director',
		],
		[
			"an instance without a VIP of a cluster",
			`${instance("")}${instance("notify /a", "10.0.0.1", "B")}`,
			`10: notify /a: ${nothing("vrrp_instance")}`,
		],
		[
			"a group of nobody",
			`${instance("")}vrrp_sync_group G {\ngroup {\nX\n}\nnotify /a\n}\n`,
			`12: notify /a: ${nothing("vrrp_sync_group")}`,
		],
	] as const)
		test(what, () => {
			const { tell, unread } = theOnly(text + service());
			assert.equal(tell, undefined);
			assert.deepEqual(unread, [said]);
		});

	test("a second line of one kind, which keepalived does not heed", () => {
		const { tell, unread, remarks } = theOnly(
			instance("notify_master /a\nnotify_master /b") + service(),
		);
		assert.equal(tell, path);
		assert.deepEqual(unread, [
			"4: notify_master /b: line 3 says it already, and keepalived runs that one alone",
		]);
		assert.match(remarks.join(), /active\) \/a ;; esac/);
	});
});

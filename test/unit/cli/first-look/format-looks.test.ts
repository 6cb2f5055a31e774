import assert from "node:assert/strict";
import { test } from "node:test";
import {
	formatLooks,
	notLookedAt,
} from "../../../../src/cli/first-look/format-looks.ts";
import { away, drifted, look, well } from "./looks.ts";

const up = { onlyShows: false };

test("hosts that are well are one line, and a machine in two roles is one host", () => {
	assert.deepEqual(formatLooks([], up), []);
	assert.deepEqual(formatLooks([well], up), [
		"1 host looked at: as declared in the last up",
	]);
	const site = look("rs1", { host: { component: "shop", role: "website" } });
	assert.deepEqual(formatLooks([well, site, look("rs4")], up), [
		"2 hosts looked at: as declared in the last up",
	]);
});

test("what does not work though it is as declared is told by each up", () => {
	const faults = ["lvs-blog-cron.service failed"];
	const site = look("rs1", { faults, host: { component: "shop" } });
	// one machine in two roles
	assert.deepEqual(formatLooks([site, look("rs1", { faults })], up), [
		"1 host looked at: as declared in the last up",
		"  rs1: lvs-blog-cron.service failed",
	]);
});

test("what differs is told, and who repairs it", () => {
	assert.deepEqual(formatLooks([well, drifted], up), [
		"2 hosts looked at: rs2 is not as the last up left it; up repairs",
		"  web real-server rs2:",
		"    add the VIP: it is missing",
	]);
	const lb = look("lb9", { drift: ["rules"], host: { role: "director" } });
	assert.deepEqual(
		formatLooks([drifted, lb], { onlyShows: true })[0],
		"2 hosts looked at: lb9, rs2 are not as the last up left them; up would repair",
	);
});

test("a drain that one director does not know is told", () => {
	const lb = (name: string, drained: object) =>
		look(name, {
			host: {
				role: "director",
				desired: {
					ipvs: {
						"-t 172.18.0.70:80": "-s rr",
						"-t 172.18.0.70:80 -r 172.18.0.67:80": "-g -w 1",
					},
				},
			},
			drained: { ...drained },
		});
	const lines = formatLooks(
		[lb("lb1", { "172.18.0.67": "when lifted" }), lb("lb2", {})],
		up,
	);
	assert.match(
		lines[1] ?? "",
		/^ {2}cluster web: 172\.18\.0\.67 is drained on lb1 and not on lb2/,
	);
});

test("what up refuses is not called repaired, nor as declared", () => {
	const reason = "table inet fw drops packets to 172.18.0.70. Let them through";
	assert.deepEqual(
		formatLooks([well, look("rs2", { refused: [reason] })], up),
		[
			"2 hosts looked at: rs2 is not as the last up left it; up refuses",
			"  web real-server rs2:",
			`    up refuses: ${reason}`,
		],
	);
});

test("of much that differs the beginning is told, and where the rest stands", () => {
	const drift = Array.from({ length: 11_000 }, (_, index) => `rule ${index}`);
	const lines = formatLooks([look("rs2", { drift })], up);
	assert.equal(lines.length, 11);
	assert.equal(lines.at(-2), "    rule 7");
	assert.equal(lines.at(-1), "    and 10992 more: lvsctl status");
});

test("a host that is away is told once with its reason", () => {
	const site = look("rs3", {
		unseen: away.unseen ?? "",
		host: { component: "shop", role: "website" },
	});
	const noted = look("rs1");
	const reason =
		"rs3: not looked at: root@192.0.2.3:22: connect: no answer\n  Check it.";
	assert.deepEqual(formatLooks([noted, away, site], up), [
		"1 host looked at: as declared in the last up",
		reason,
	]);
	assert.deepEqual(formatLooks([away], up), [reason]);
	assert.equal(notLookedAt([well, drifted]), undefined);
	assert.equal(notLookedAt([well, away, site]), "rs3 was not looked at");
	assert.equal(
		notLookedAt([away, look("rs4", { unseen: "" })]),
		"rs3, rs4 were not looked at",
	);
});

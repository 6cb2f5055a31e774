import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { askAgain } from "../../../src/diagnose/ask-again.ts";

test("the kernel asks again for real servers and gateways that it believes to know, and for nobody else", () => {
	const neighbours = `10.88.0.11 dev eth2 lladdr 52:54:00:00:00:11 REACHABLE
10.88.0.12 dev eth2 lladdr 52:54:00:00:00:12 STALE
10.88.0.13 dev eth2 lladdr 52:54:00:00:00:13 PERMANENT
10.88.0.14 dev eth2 FAILED
10.88.0.15 dev eth2 lladdr 52:54:00:00:00:15 extern_learn STALE
10.88.0.99 dev eth2 lladdr 52:54:00:00:00:99 STALE
10.77.0.1 dev eth1 lladdr 52:54:00:00:00:01 DELAY
`;
	const servers = [1, 2, 3, 4, 5].map((last) => `10.88.0.1${last}`);
	const { stdout } = spawnSync(
		"sh",
		[
			"-c",
			`ip() { case "$*" in '-4 route show') echo 'default via 10.77.0.1 dev eth1'; echo '10.88.0.0/24 dev eth2 scope link';; '-4 neigh show') printf %s "$NEIGHBOURS";; *) cat;; esac; }
${askAgain(servers)}`,
		],
		{ env: { ...process.env, NEIGHBOURS: neighbours }, encoding: "utf8" },
	);
	assert.deepEqual(stdout.trimEnd().split("\n"), [
		"neigh change 10.88.0.11 dev eth2 nud probe",
		"neigh change 10.88.0.12 dev eth2 nud probe",
		"neigh change 10.77.0.1 dev eth1 nud probe",
	]);
	assert.equal(askAgain([]), "");
});

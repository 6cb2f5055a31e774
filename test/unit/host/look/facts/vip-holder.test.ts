import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { vipHolder } from "../../../../../src/host/look/facts/vip-holder.ts";
import type { Desired } from "../../../../../src/model/desired.ts";
import { director } from "../../change/example.ts";

const neighbour = "172.18.0.70 dev eth1 lladdr 52:54:00:12:34:56 REACHABLE";

/** What a director sees of the VIP whose `ping` and whose connections end so. */
function seen(
	desired: Desired,
	{ ping, bash }: { readonly ping: string; readonly bash: string },
) {
	const folder = mkdtempSync(join(tmpdir(), "lvs-"));
	for (const [name, text] of Object.entries({
		ping,
		bash,
		ip: `echo '${neighbour}'`,
	}))
		writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
	const printed = execFileSync(
		"/bin/sh",
		["-c", `${vipHolder.probe?.(desired, "debian", "web-director")}\ntrue`],
		{ encoding: "utf8", env: { PATH: `${folder}:/usr/bin:/bin` } },
	);
	return vipHolder.parse(
		{
			lines: printed.trim().split("\n"),
			texts: new Map(),
			family: "debian",
			owner: "web-director",
		},
		desired,
	);
}

const pings = "echo '64 bytes from 172.18.0.70: icmp_seq=1 ttl=64'";
const refuses = "echo 'bash: connect: Connection refused' >&2; exit 1";
const noRoute = "echo 'bash: connect: Network is unreachable' >&2; exit 1";
const silent = "exec sleep 5";

suite("a machine that has the VIP is seen", () => {
	const holder = { hardware: "52:54:00:12:34:56" };
	for (const [what, answers] of [
		["where it answers a ping", { ping: pings, bash: silent }],
		[
			"where it answers none, and takes a connection",
			{ ping: "exit 1", bash: "exit 0" },
		],
		[
			"where it answers none, and refuses a connection",
			{ ping: "exit 1", bash: refuses },
		],
	] as const)
		test(what, () => assert.deepEqual(seen(director, answers), holder));

	test("not in an old entry for a neighbour alone, nor where no connection comes there", () => {
		// 127: there is no bash
		for (const bash of [silent, noRoute, "exit 127"])
			assert.equal(seen(director, { ping: "exit 1", bash }), undefined);
	});
});

test("services without a port of TCP are asked for by ping alone", () => {
	const udp = { "-u 172.18.0.70:53": "-s rr" };
	const answers = { ping: "exit 1", bash: "exit 0" };
	assert.equal(seen({ ...director, ipvs: udp }, answers), undefined);
});

test("services that a mark joins are asked for at the first of their ports", () => {
	const marks = {
		web: {
			mark: 7,
			to: "172.18.0.70",
			protocol: "tcp",
			ports: [81, 82],
		},
	} as const;
	const desired = {
		...director,
		ipvs: { "-f 7": "-s rr" },
		packets: { marks, masquerades: {} },
	};
	assert.match(
		vipHolder.probe?.(desired, "debian", "web-director") ?? "",
		/\/dev\/tcp\/172\.18\.0\.70\/81/,
	);
});

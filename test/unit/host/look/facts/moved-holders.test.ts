import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { movedHolders } from "../../../../../src/host/look/facts/moved-holders.ts";
import type { Desired } from "../../../../../src/model/desired.ts";
import { programDirectory } from "../../../../../src/model/program-directory.ts";
import { director } from "../../change/example.ts";

const desired: Desired = {
	...director,
	failover: {
		routerId: 51,
		peers: { lb1: "172.18.0.65", lb3: "172.18.0.64" },
		gateway: "172.18.0.1",
		addresses: ["172.18.0.71"],
	},
};
const stranger = "52:54:00:12:34:56";
const lb1 = "52:54:00:00:00:65";

/**
 * What a director sees on a network of these neighbours.
 *
 * @param pings who answers a ping.
 * @param agreed what keepalived was told before.
 */
function seen(
	neighbours: Readonly<Record<string, string>>,
	{
		pings = Object.keys(neighbours),
		agreed = "",
	}: { readonly pings?: readonly string[]; readonly agreed?: string } = {},
) {
	const folder = mkdtempSync(join(tmpdir(), "lvs-"));
	const file = `${programDirectory("web")}/failover.conf`;
	const write = (name: string, text: string, mode: number) => {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text, { mode });
	};
	write(file, agreed, 0o644);
	write(
		"ping",
		`#!/bin/sh
echo "$6" >>${folder}/asked
case " ${pings.join(" ")} " in *" $6 "*) echo "64 bytes from $6: icmp_seq=1 ttl=64" ;; *) exit 1 ;; esac
`,
		0o755,
	);
	write(
		"ip",
		`#!/bin/sh
case $5 in
${Object.entries(neighbours)
	.map(([address, line]) => `${address}) echo '${address} ${line}' ;;`)
	.join("\n")}
esac
`,
		0o755,
	);
	write("asked", "", 0o644);
	const probe = movedHolders.probe?.(desired, "debian", "web-director") ?? "";
	const printed = execFileSync(
		"/bin/sh",
		[
			"-c",
			`${probe.replaceAll(file, join(folder, file))}\ncat ${folder}/asked >&2`,
		],
		{ encoding: "utf8", env: { PATH: `${folder}:/usr/bin:/bin` } },
	);
	return movedHolders.parse(
		{
			lines: printed.trim().split("\n"),
			texts: new Map(),
			family: "debian",
			owner: "web-director",
		},
		desired,
	);
}

const on = (hardware: string, link = "eth1") =>
	`dev ${link} lladdr ${hardware} REACHABLE`;
const peers = {
	"172.18.0.65": on(lb1),
	"172.18.0.64": "dev eth1  FAILED",
};

suite("a machine that has an address which goes with the VIP", () => {
	test("is seen, for each of them", () => {
		assert.deepEqual(
			seen({
				...peers,
				"172.18.0.1": on(stranger),
				"172.18.0.71": on(stranger),
			}),
			{ "172.18.0.1": stranger, "172.18.0.71": stranger },
		);
	});

	test("is none where nobody answers, or another director does", () => {
		assert.deepEqual(seen(peers), {});
		assert.deepEqual(seen({ ...peers, "172.18.0.1": on(lb1) }), {});
		assert.deepEqual(
			seen({ ...peers, "172.18.0.1": on(stranger) }, { pings: [] }),
			{},
		);
	});

	test("is not told of on another link, where a director is not known by its address", () => {
		assert.deepEqual(
			seen({ ...peers, "172.18.0.71": on(stranger, "eth2") }),
			{},
		);
	});

	test("is not asked for once keepalived knows the address, and for one that comes later", () => {
		const neighbours = {
			...peers,
			"172.18.0.1": on(stranger),
			"172.18.0.71": on(stranger),
		};
		const agreed = "\t\t172.18.0.1/32 dev eth1\n\t\t1172.18.0.71/32 dev eth1\n";
		assert.deepEqual(seen(neighbours, { agreed }), { "172.18.0.71": stranger });
	});
});

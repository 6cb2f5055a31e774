import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ways } from "../../../../../src/host/look/facts/ways.ts";
import { director } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	ways.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);

test("a real server behind a VPN without link addresses is told with its device; one on a link, or on an Ethernet device of a program, is left out", () => {
	assert.deepEqual(
		parse(
			"172.18.0.67 dev wg0 src 10.8.0.1 uid 0 ",
			"    cache ",
			"172.18.0.68 dev tailscale0 table 52 src 100.64.0.1 uid 0 ",
			"    cache ",
			"wireguard wg0",
			"tun tailscale0",
		),
		{
			"172.18.0.67": { tunnel: { device: "wg0", kind: "wireguard" } },
			"172.18.0.68": { tunnel: { device: "tailscale0", kind: "tun" } },
		},
	);
	for (const device of ["eth0", "tap0"])
		assert.deepEqual(
			parse(
				`172.18.0.67 dev ${device} src 172.18.0.66 uid 0 `,
				"    cache ",
				"wireguard wg0",
				"tun tailscale0",
			),
			{},
			device,
		);
});

test("which devices these are is told by the kernel, whatever their names", () => {
	const root = mkdtempSync(join(tmpdir(), "net-"));
	const device = (name: string, uevent: string, flags?: string) => {
		mkdirSync(join(root, name));
		writeFileSync(join(root, name, "uevent"), uevent);
		if (flags !== undefined)
			writeFileSync(join(root, name, "tun_flags"), `${flags}\n`);
	};
	device("eth0", "INTERFACE=eth0\nIFINDEX=2\n");
	device("office", "DEVTYPE=wireguard\nINTERFACE=office\n");
	device("tap0", "INTERFACE=tap0\n", "0x1002");
	device("vnet0", "INTERFACE=vnet0\n", "0x5002");
	device("tun0", "INTERFACE=tun0\n", "0x1001");
	device("br0", "DEVTYPE=bridge\nINTERFACE=br0\n");
	const script = ways.probe?.(director, "debian", "web-director") ?? "";
	const { stdout } = spawnSync(
		"sh",
		["-c", `ip() { :; }\n${script.replaceAll("/sys/class/net", root)}`],
		{ encoding: "utf8" },
	);
	rmSync(root, { recursive: true });
	assert.equal(stdout, "wireguard office\ntun tun0\n");
});

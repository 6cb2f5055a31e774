import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { knownHosts, sshConfig } from "../../../src/lab/ssh-config.ts";

test("OpenSSH itself reads the file as meant", () => {
	const directory = mkdtempSync(join(tmpdir(), "lvs ssh-"));
	try {
		const file = join(directory, "config");
		writeFileSync(
			file,
			sshConfig(
				[
					{ name: "lb", port: 4001 },
					{ name: "rs1", port: 4002 },
				],
				{ privateKeyFile: "/k dir/key", knownHosts: "/k dir/hosts" },
			),
		);
		const read = (machine: string) =>
			execFileSync("ssh", ["-G", "-F", file, machine]).toString().split("\n");
		for (const [machine, port] of [
			["lb", 4001],
			["rs1", 4002],
		] as const)
			for (const line of [
				`port ${port}`,
				"hostname 127.0.0.1",
				"user root",
				"stricthostkeychecking true",
				"identityfile /k dir/key",
				'userknownhostsfile "/k dir/hosts"',
			])
				assert.ok(
					read(machine).some(
						(found) => found.replaceAll('"', "") === line.replaceAll('"', ""),
					),
					`${machine}: ${line}`,
				);
	} finally {
		rmSync(directory, { recursive: true });
	}
});

test("a host key is pinned for its port, without comment", () => {
	assert.equal(
		knownHosts([{ port: 4001, hostKey: "ssh-ed25519 AAAA lb\n" }]),
		"[127.0.0.1]:4001 ssh-ed25519 AAAA\n",
	);
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { otherExports } from "../../../../../src/host/look/facts/other-exports.ts";
import { nothing } from "../../../../../src/model/desired.ts";
import { rendered } from "../../../render/rendered.ts";

const place = mkdtempSync(join(tmpdir(), "exports-"));
after(() => rmSync(place, { recursive: true }));

test("what is exported now, and by which lines of others", () => {
	const storage = rendered("debian").get("storage");
	assert.ok(storage);
	const file = (path: string, text: string, mode = 0o644) => {
		mkdirSync(join(place, path, ".."), { recursive: true });
		writeFileSync(join(place, path), text, { mode });
	};
	file("systemctl", "#!/bin/sh\nexit 0\n", 0o755);
	file("var/lib/nfs/etab", "/srv/home\t10.0.0.0/24(rw,sync)\n/srv/x\t*(ro)\n");
	file("etc/exports", "# none\n\n/srv/home 10.0.0.0/24(rw)\n");
	file("etc/exports.d/own.exports", "/srv/x *(ro)\n");
	file("etc/exports.d/lvs-files.exports", "/srv/lvs/files/uploads *(ro)\n");
	const { stdout, stderr } = spawnSync("sh", ["-s"], {
		input: otherExports
			.probe?.(storage, "debian", "files-storage")
			.replaceAll(/(?<= )\/(?=etc|var)/g, `${place}/`),
		encoding: "utf8",
		env: { PATH: `${place}:${process.env.PATH}` },
	});
	assert.equal(stderr, "");
	assert.deepEqual(
		otherExports.parse(
			{
				lines: stdout.replaceAll(place, "").split("\n"),
				texts: new Map(),
				family: "debian",
				owner: "files-storage",
				ours: {
					files: new Set(["/etc/exports.d/lvs-files.exports"]),
					made: new Set(),
				},
			},
			storage,
		),
		{
			active: true,
			open: ["/srv/home to 10.0.0.0/24", "/srv/x to *"],
			written: [
				"/etc/exports:3: /srv/home",
				"/etc/exports.d/own.exports:1: /srv/x",
			],
		},
	);
});

test("a role without an NFS server asks nothing", () => {
	assert.equal(otherExports.probe?.(nothing, "debian", "web-director"), "");
});

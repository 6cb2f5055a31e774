import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { openFolders } from "../../../../../src/host/look/facts/open-folders.ts";
import { director } from "../../change/example.ts";

/** Folders of this machine on the way to a program that others than root could write. */
function found(...asRoot: string[]) {
	const desired = { ...director, asRoot };
	const probe = openFolders.probe?.(desired, "debian", "web-director") ?? "";
	const { stdout, stderr } = spawnSync("sh", ["-c", probe], {
		encoding: "utf8",
	});
	assert.equal(stderr, "");
	const lines = stdout.split("\n");
	return openFolders.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		desired,
	);
}

suite("folders on the way to a program that keepalived runs as root", {
	skip: process.getuid?.() === 0 ? false : "only root can give a folder away",
}, () => {
	test("root alone may write them, unless only owners can take things away there", () => {
		const root = mkdtempSync(join(tmpdir(), "lvs-folders-"));
		try {
			const [lib, deep] = [join(root, "lib"), join(root, "lib/web")];
			mkdirSync(deep, { recursive: true });
			// the folder of all temporary files has its sticky bit
			assert.deepEqual(found(join(deep, "health")), {});
			chmodSync(lib, 0o2775);
			assert.deepEqual(found(join(deep, "health")), {});
			chownSync(lib, 0, 50);
			const [who] = Object.values(found(join(deep, "health")));
			assert.match(who ?? "", /^the group /);
			chmodSync(lib, 0o3775);
			assert.deepEqual(found(join(deep, "health")), {});
			chmodSync(lib, 0o757);
			assert.deepEqual(found(join(deep, "health")), { [lib]: "everybody" });
			chmodSync(lib, 0o755);
			chownSync(lib, 65534, 0);
			const [owner] = Object.values(found(join(deep, "not-there-yet/health")));
			assert.match(owner ?? "", /, whose it is$/);
			// by another name: what counts is where it is
			symlinkSync(deep, join(root, "link"));
			assert.deepEqual(Object.keys(found(join(root, "link/health"))), [lib]);
		} finally {
			rmSync(root, { recursive: true });
		}
	});
});

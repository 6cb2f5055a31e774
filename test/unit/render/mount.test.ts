import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { script } from "./rendered.ts";

// On a machine where every program does nothing, but id, which knows a user of the web server with another number.

test("a real server whose web server has another user id is refused before anything is mounted", () => {
	const programs = mkdtempSync(join(tmpdir(), "mount-"));
	const done = join(programs, "done");
	const fake = (name: string, text: string) =>
		writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, {
			mode: 0o755,
		});
	for (const name of ["systemctl", "chattr", "chmod", "mkdir", "flock"])
		fake(name, `echo ${name} >>${done}`);
	fake("id", '[ "$*" = "-u apache" ] && echo 48');
	try {
		const { status, stderr } = spawnSync("sh", ["-s", "start"], {
			input: script("mount", "mount", "rhel"),
			encoding: "utf8",
			env: { PATH: `${programs}:${process.env.PATH}` },
		});
		assert.equal(
			stderr,
			"mount: the user apache has the id 48 here, and the files of shared storage files belong to 33; declare owner: 48, where it is so on all real servers, or give it the id 33 here\n",
		);
		assert.equal(status, 1);
		assert.equal(spawnSync("cat", [done]).status, 1);
	} finally {
		rmSync(programs, { recursive: true });
	}
});

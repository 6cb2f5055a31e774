import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
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

test("a directory whose mount is no longer declared is given back as it was found, and status says so until then", () => {
	const place = mkdtempSync(join(tmpdir(), "mount-"));
	const at = (name: string) => join(place, name);
	const fake = (name: string, text: string) =>
		writeFileSync(at(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
	for (const name of ["systemctl", "flock"]) fake(name, ":");
	fake("chattr", `echo "$*" >>${at("chattr-done")}`);
	fake("id", "echo 33");
	// no directory of the machine is made
	fake(
		"mkdir",
		`case $2 in ${place}/*) PATH=/usr/bin:/bin mkdir "$@" ;; *) exit 1 ;; esac`,
	);
	const declared = "/var/lib/wordpress/wp-content/uploads";
	const [kept, made] = [at("kept"), at("made")];
	for (const path of [kept, made]) mkdirSync(path);
	for (const path of [kept, made]) chmodSync(path, 0);
	const { uid, gid } = userInfo();
	const beneath = at("state/beneath");
	mkdirSync(at("state"));
	const found = `new - ${declared}\n`;
	writeFileSync(beneath, `751 ${uid}:${gid} ${kept}\n${found}new - ${made}\n`);
	const run = (verb: string) =>
		spawnSync("sh", ["-s", verb], {
			input: script("mount", "mount", "debian")
				.replace(/^beneath=\S+/m, `beneath=${beneath}`)
				.replace(/^run=.*$/m, `run=${at("run")}`),
			encoding: "utf8",
			env: { PATH: `${place}:${process.env.PATH}` },
		}).stdout;
	try {
		const left = /^locked beneath former mounts=.*$/m;
		assert.equal(
			left.exec(run("status"))?.[0],
			`locked beneath former mounts=${kept} ${made}`,
		);
		run("start");
		assert.equal(statSync(kept).mode & 0o7777, 0o751);
		assert.ok(!existsSync(made));
		assert.equal(
			readFileSync(at("chattr-done"), "utf8"),
			`-i ${kept}\n-i ${made}\n`,
		);
		assert.equal(readFileSync(beneath, "utf8"), found);
		assert.equal(
			left.exec(run("status"))?.[0],
			"locked beneath former mounts=none",
		);
	} finally {
		rmSync(place, { recursive: true });
	}
});

for (const [what, mounts] of [
	["mounts what is missing", true],
	["leaves it to a change of the host that is going on", false],
] as const)
	test(`the watch ${what}`, () => {
		const place = mkdtempSync(join(tmpdir(), "mount-"));
		const at = (name: string) => join(place, name);
		const fake = (name: string, text: string) =>
			writeFileSync(at(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
		fake("systemctl", `echo "$*" >>${at("done")}`);
		// its first turn is its last
		fake("sleep", "kill $PPID");
		fake("chattr", ":");
		fake("id", "echo 33");
		mkdirSync(at("mounted"));
		chmodSync(at("mounted"), 0);
		writeFileSync(at("lock"), "");
		const watch = script("mount", "mount", "debian")
			.replaceAll("/var/lib/wordpress/wp-content/uploads", at("mounted"))
			.replace(/^beneath=\S+/m, `beneath=${at("beneath")}`)
			.replace(/^run=.*$/m, `run=${at("run")}`)
			.replaceAll("/run/pulumi-lvs/lock", at("lock"));
		writeFileSync(at("watch"), watch, { mode: 0o755 });
		try {
			spawnSync(
				"sh",
				["-c", mounts ? "sh watch watch" : "flock -x lock sh watch watch"],
				{ cwd: place, env: { PATH: `${place}:${process.env.PATH}` } },
			);
			assert.equal(
				existsSync(at("done")) ? readFileSync(at("done"), "utf8") : "",
				mounts ? "start var-lib-wordpress-wp\\x2dcontent-uploads.mount\n" : "",
			);
		} finally {
			rmSync(place, { recursive: true });
		}
	});

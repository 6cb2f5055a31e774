import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	chmodSync,
	chownSync,
	existsSync,
	lchownSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { gzipSync } from "node:zlib";
import {
	copyScript,
	copySuffix,
	replaceScript,
} from "../../../../src/host/operations/users-data.ts";
import { fetchFile } from "../../../../src/ssh/fetch-file.ts";
import { sendFile } from "../../../../src/ssh/send-file.ts";
import type { Session } from "../../../../src/ssh/session.ts";

/** This machine's own shell. */
const here: Session = {
	host: "root@here:22",
	async run(script) {
		const { status, stdout, stderr } = spawnSync("sh", ["-s"], {
			input: script,
			encoding: "utf8",
			maxBuffer: 64 * 1024 * 1024,
		});
		return { exit: status ?? 1, stdout, stderr };
	},
};
const root = process.getuid?.() === 0;
/** Runs it to its end. */
const run = async (script: string) => {
	const { exit, stderr } = await here.run(script, {
		doing: "copy",
		timeoutSeconds: 9,
	});
	assert.equal(exit, 0, stderr);
};
const digest = (bytes: Buffer) =>
	createHash("sha256").update(bytes).digest("hex");

suite("users' data of a directory", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-data-"));
	after(() => rmSync(home, { recursive: true }));
	const place = join(home, "up loads");
	const copy = join(home, "copy.tar.gz");
	const owner = "files-storage";
	const data = { what: "directory uploads", place, owner };

	test("is copied and put back: what came since is gone, modes are as they were", async () => {
		mkdirSync(join(place, "2026"), { recursive: true });
		chmodSync(place, 0o750);
		writeFileSync(join(place, "2026/a.png"), "old");
		writeFileSync(join(place, ".hidden"), "x");
		assert.equal(copySuffix(data.what), ".tar.gz");
		const made = await here.run(copyScript(data, copy), {
			doing: "copy",
			timeoutSeconds: 9,
		});
		assert.equal(made.exit, 0, made.stderr);
		const bytes = readFileSync(copy);
		assert.deepEqual(made.stdout.trim().split("\n"), [
			digest(bytes),
			`${bytes.length}`,
		]);
		assert.equal(statSync(copy).mode & 0o777, 0o600);

		writeFileSync(join(place, "2026/a.png"), "new");
		writeFileSync(join(place, "since"), "");
		chmodSync(place, 0o777);
		const back = await here.run(replaceScript(data, copy), {
			doing: "put back",
			timeoutSeconds: 9,
		});
		assert.equal(back.exit, 0, back.stderr);
		assert.equal(readFileSync(join(place, "2026/a.png"), "utf8"), "old");
		assert.deepEqual(readdirSync(place).sort(), [".hidden", "2026"]);
		assert.equal(statSync(place).mode & 0o777, 0o750);
		assert.ok(!existsSync(copy));
	});

	test("belongs to the present owner where that is another one: what is of a third one stays", {
		skip: root ? false : "only root gives files away",
	}, async () => {
		chownSync(place, 33, 33);
		const of = (name: string) => join(place, name);
		writeFileSync(of("theirs"), "");
		chownSync(of("theirs"), 7, 8);
		symlinkSync("/nowhere", of("link"));
		for (const name of ["2026", "2026/a.png", ".hidden"])
			chownSync(of(name), 33, 33);
		lchownSync(of("link"), 33, 33);
		await run(copyScript(data, copy));
		chownSync(place, 48, 49);
		await run(replaceScript(data, copy));
		for (const name of ["", "2026", "2026/a.png", ".hidden", "link"]) {
			const { uid, gid } = lstatSync(of(name));
			assert.deepEqual([uid, gid], [48, 49], name);
		}
		const { uid, gid } = statSync(of("theirs"));
		assert.deepEqual([uid, gid], [7, 8]);
		for (const name of ["theirs", "link"]) rmSync(of(name));
	});

	test("what lies on another file system is named by the copy, and nothing is put back over it", {
		skip:
			spawnSync("unshare", ["-m", "true"]).status === 0
				? false
				: "nothing can be mounted here",
	}, async () => {
		const below = join(place, "2026/on a disk");
		const same = join(place, "bound");
		for (const path of [below, same]) mkdirSync(path);
		const inMounts = (script: string) =>
			spawnSync("unshare", ["-m", "sh", "-s"], {
				input: `mount -t tmpfs none '${below}' && mount --bind '${home}/programs' '${same}' && touch '${below}/kept' || exit 9
( ${script}
)
lvs=$?; ls '${below}'; ls '${same}'; exit $lvs`,
				encoding: "utf8",
			});
		mkdirSync(join(home, "programs"));
		writeFileSync(join(home, "programs/one"), "");
		const made = inMounts(copyScript(data, copy));
		assert.equal(made.status, 0, made.stderr);
		assert.deepEqual(made.stdout.trim().split("\n").slice(2), [
			`${below}kept`,
			"one",
		]);
		const back = inMounts(replaceScript(data, copy));
		assert.equal(back.status, 1);
		assert.equal(
			back.stderr,
			`mounts or other file systems lie in the directory, and what is there is not in the copy and would be removed: ${below},${same}; unmount them or move them away first\n`,
		);
		assert.equal(back.stdout, "kept\none\n");
		assert.equal(readFileSync(join(place, "2026/a.png"), "utf8"), "old");
		for (const path of [below, same, join(home, "programs")])
			rmSync(path, { recursive: true });
	});

	test("a copy that is broken replaces nothing", async () => {
		writeFileSync(copy, "no archive");
		const back = await here.run(replaceScript(data, copy), {
			doing: "put back",
			timeoutSeconds: 9,
		});
		assert.notEqual(back.exit, 0);
		assert.equal(readFileSync(join(place, "2026/a.png"), "utf8"), "old");
		assert.deepEqual(readdirSync(place).sort(), [".hidden", "2026"]);
		assert.ok(!existsSync(copy));
	});

	test("whose disk is not mounted is neither copied nor put back", async () => {
		const bare = join(home, "bare");
		const note = join(home, "data");
		mkdirSync(bare);
		// this directory lies on another mount than it is noted
		writeFileSync(note, `${bare} ${home}\n`);
		writeFileSync(copy, "the copy");
		for (const write of [copyScript, replaceScript]) {
			const script = write({ ...data, place: bare }, copy).replaceAll(
				`/var/lib/pulumi-lvs/${owner}/data`,
				note,
			);
			const { exit, stderr } = await here.run(script, {
				doing: "copy",
				timeoutSeconds: 9,
			});
			assert.equal(exit, 1);
			assert.equal(
				stderr,
				`${bare} is empty, and what users had there lies on what was mounted at ${home}, which is away: mount it first\n`,
			);
			assert.deepEqual(readdirSync(bare), []);
		}
		for (const each of [bare, note, copy])
			rmSync(each, { recursive: true, force: true });
	});

	test("what cannot be copied leaves no file behind", async () => {
		for (const what of [
			{ what: "directory gone", place: join(home, "gone"), owner },
			// this machine has no such engine, or no such database
			{ what: "database no-such-one", place: "", owner },
		]) {
			const made = await here.run(copyScript(what, copy), {
				doing: "copy",
				timeoutSeconds: 9,
			});
			assert.notEqual(made.exit, 0);
			assert.deepEqual(readdirSync(home), ["up loads"]);
		}
	});

	for (const [program, text] of [
		["mariadb-dump", "echo half; exit 2"],
		["gzip", "cat >/dev/null; exit 1"],
	] as const)
		test(`a ${program} that fails half way leaves no file behind`, async () => {
			const programs = mkdtempSync(join(tmpdir(), "lvs-programs-"));
			const all = { "mariadb-dump": "echo whole", [program]: text };
			for (const [name, does] of Object.entries(all))
				writeFileSync(join(programs, name), `#!/bin/sh\n${does}\n`, {
					mode: 0o755,
				});
			const made = await here.run(
				`PATH=${programs}:$PATH\n${copyScript({ what: "database shop", place: "", owner }, copy)}`,
				{ doing: "copy", timeoutSeconds: 9 },
			);
			rmSync(programs, { recursive: true });
			assert.notEqual(made.exit, 0);
			assert.deepEqual(readdirSync(home), ["up loads"]);
		});
});

suite("a database that is put back", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-database-"));
	after(() => rmSync(home, { recursive: true }));
	const copy = join(home, "copy.sql.gz");
	const held = join(home, "held");
	const limit = join(home, "limit");
	writeFileSync(limit, "16777216\n");
	// An engine whose one database is the file `held`. It loads no dump that says "broken", none at all where `full` is there, and one that says "long" only if it
	// takes the longest statements.
	const programs = join(home, "programs");
	mkdirSync(programs);
	for (const [name, does] of Object.entries({
		"mariadb-dump": `cat ${held}`,
		mariadb: `case "$*" in
*information_schema*) [ ! -e ${held} ] || echo 1 ;;
*@@GLOBAL*) cat ${limit} ;;
*"SET GLOBAL"*) set -- $2; echo $5 >${limit} ;;
*DROP*) : >${held} ;;
*) cat >${held}; ! grep -q broken ${held} && [ ! -e ${home}/full ] && { ! grep -q long ${held} || [ "$(cat ${limit})" = 1073741824 ]; } ;;
esac`,
	}))
		writeFileSync(join(programs, name), `#!/bin/sh\n${does}\n`, {
			mode: 0o755,
		});
	const replacedBy = async (dump: string) => {
		writeFileSync(copy, gzipSync(dump));
		const script = replaceScript(
			{ what: "database shop", place: "", owner: "db" },
			copy,
		);
		const { exit, stderr } = await here.run(
			`PATH=${programs}:$PATH\n${script}`,
			{ doing: "put back", timeoutSeconds: 9 },
		);
		return {
			ended: exit === 0,
			stderr,
			held: existsSync(held) ? readFileSync(held, "utf8") : undefined,
			limit: readFileSync(limit, "utf8"),
			left: readdirSync(home).filter((name) => name.startsWith("copy")),
		};
	};

	for (const [what, prepare] of [
		["is the copy's alone", () => writeFileSync(held, "former")],
		["is made where the engine has none", () => rmSync(held)],
	] as const)
		test(what, async () => {
			prepare();
			assert.deepEqual(await replacedBy("the copy"), {
				ended: true,
				stderr: "",
				held: "the copy",
				limit: "16777216\n",
				left: [],
			});
		});

	test("is as it was where the copy cannot be loaded", async () => {
		writeFileSync(held, "former");
		assert.deepEqual(await replacedBy("half, then broken"), {
			ended: false,
			stderr: "the copy could not be loaded; the database is again as it was\n",
			held: "former",
			limit: "16777216\n",
			left: [],
		});
	});

	test("takes longer statements than the engine takes otherwise: binary values are twice as long in a dump", async () => {
		writeFileSync(held, "a long one was here");
		for (const [dump, ended] of [
			["a long one", true],
			["a long one, then broken", false],
		] as const) {
			const { held, limit, ...rest } = await replacedBy(dump);
			assert.deepEqual(
				[rest.ended, held, limit, rest.left],
				[ended, "a long one", "16777216\n", []],
			);
		}
	});

	test("lies in a file of the host where nothing can be loaded any more", async () => {
		writeFileSync(held, "former");
		writeFileSync(join(home, "full"), "");
		const { ended, stderr, left } = await replacedBy("the copy");
		rmSync(join(home, "full"));
		assert.equal(ended, false);
		assert.equal(
			stderr,
			`neither the copy nor what was there could be loaded; what was there lies in ${copy}.before, on this host\n`,
		);
		assert.deepEqual(left, ["copy.sql.gz.before"]);
		assert.equal(readFileSync(`${copy}.before`, "utf8"), "former");
	});
});

suite("a file on its way", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-way-"));
	after(() => rmSync(home, { recursive: true }));
	const path = (name: string) => join(home, name);

	for (const size of [0, 5, 3 * 1024 * 1024, 3 * 1024 * 1024 + 7])
		test(`of ${size} bytes comes as it went, there and back`, async () => {
			const bytes = Buffer.alloc(size, "abc\n\0ÿ");
			writeFileSync(path("a"), bytes);
			const sha256 = digest(bytes);
			for (const name of ["there/b", "c"]) rmSync(path(name), { force: true });
			await sendFile(here, {
				file: path("a"),
				sha256,
				to: path("there/b"),
				advice: "",
			});
			assert.ok(readFileSync(path("there/b")).equals(bytes));
			await fetchFile(here, path("there/b"), sha256, path("c"));
			assert.ok(readFileSync(path("c")).equals(bytes));
			assert.equal(statSync(path("c")).mode & 0o777, 0o600);
		});

	test("that is another one than was said is refused", async () => {
		writeFileSync(path("a"), "x");
		rmSync(path("c"), { force: true });
		const other = "0".repeat(64);
		await assert.rejects(
			sendFile(here, {
				file: path("a"),
				sha256: other,
				to: path("d"),
				advice: "",
			}),
		);
		assert.ok(!existsSync(path("d")));
		await assert.rejects(fetchFile(here, path("a"), other, path("c")), {
			message: /its checksum there is 0{64}/,
		});
	});
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { script } from "./rendered.ts";

// The script that sets a forum up, with a played PHP: it notes what it is asked, and answers by the files of the place.

const place = mkdtempSync(join(tmpdir(), "discuz-"));
after(() => rmSync(place, { recursive: true }));
const data = join(place, "var/lib/discuz/data");
const asked = join(place, "asked");
const answer = (verb: string, text: string, exit = 0) =>
	writeFileSync(join(place, verb), `echo '${text}'\nexit ${exit}\n`);

function start() {
	const { status, stderr } = spawnSync("sh", ["-s", "start"], {
		input: script("discuz-site", "discuz-site").replaceAll(
			/(?<=[ ="])\/(?=var\/)/g,
			`${place}/`,
		),
		encoding: "utf8",
		env: { PATH: `${place}:${process.env.PATH}` },
	});
	return {
		status,
		stderr: stderr.replaceAll(place, ""),
		verbs: readFileSync(asked, "utf8").trim().split("\n"),
	};
}

beforeEach(() => {
	for (const each of [
		"var",
		"status",
		"empty",
		"do_db_init",
		"do_db_data_init",
	])
		rmSync(join(place, each), { recursive: true, force: true });
	mkdirSync(data, { recursive: true });
	mkdirSync(join(place, "var/www/lvs-bbs/data.dist"), { recursive: true });
	writeFileSync(join(place, "var/www/lvs-bbs/data.dist/index.htm"), "");
	writeFileSync(asked, "");
	writeFileSync(
		join(place, "runuser"),
		'#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n',
		{ mode: 0o755 },
	);
	writeFileSync(
		join(place, "php"),
		`#!/bin/sh
for verb; do :; done
echo "$verb" >>${asked}
cat >/dev/null
[ ! -e ${place}/"$verb" ] || . ${place}/"$verb"
`,
		{ mode: 0o755 },
	);
});

suite("a forum", () => {
	test("is installed into an empty database", () => {
		const { status, verbs } = start();
		assert.equal(status, 0);
		assert.deepEqual(verbs, [
			...["status", "empty", "do_db_init", "do_db_data_init", "made"],
			"settings",
		]);
		assert.ok(existsSync(join(data, "install.lock")));
	});

	test("that is there keeps its tables", () => {
		answer("status", "installed=yes");
		assert.deepEqual(start().verbs, ["status", "settings"]);
	});

	test("whose data directory is another one is refused, before a table is dropped or a file is written", () => {
		answer("empty", "tables=there", 1);
		const { status, stderr, verbs } = start();
		assert.equal(status, 1);
		assert.deepEqual(verbs, ["status", "empty"]);
		assert.equal(
			stderr,
			"discuz-site: the forum's tables are in the database, and its data directory /var/lib/discuz/data is not that of a forum: it has no install.lock. To install would drop them all. Bring the directory back (is its disk mounted?), then run up again; where it is whole, touch /var/lib/discuz/data/install.lock. For a fresh forum, drop the tables first\n",
		);
		assert.ok(!existsSync(join(data, "index.htm")));
	});

	test("of which the database says nothing is not begun", () => {
		answer("empty", "Connection refused", 1);
		const { status, stderr, verbs } = start();
		assert.equal(status, 1);
		assert.deepEqual(verbs, ["status", "empty"]);
		assert.match(
			stderr,
			/the database does not say whether a forum is in it: Connection refused/,
		);
	});

	test("whose installation fails says why", () => {
		answer("do_db_data_init", "no such table", 1);
		const { status, stderr } = start();
		assert.equal(status, 1);
		assert.equal(stderr, "no such table\n");
		assert.ok(!existsSync(join(data, "install.lock")));
	});
});

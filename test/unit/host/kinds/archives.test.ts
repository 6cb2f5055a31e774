import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import {
	archives,
	placesIn,
	unpack as unpackFunction,
} from "../../../../src/host/kinds/archives.ts";
import { definitions } from "../../../../src/host/kinds/shell-function.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { quote } from "../../../../src/model/quote.ts";
import { clean } from "../change/example.ts";

suite("an archive, unpacked by a shell", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-archive-"));
	const sent = join(home, "sent.tar");
	const place = join(home, "www");
	after(() => rmSync(home, { recursive: true }));
	before(() => {
		const tree = join(home, "tree/upload");
		mkdirSync(join(tree, "data"), { recursive: true });
		writeFileSync(join(tree, "index.php"), "<?php\n", { mode: 0o600 });
		writeFileSync(join(tree, "data/first"), "theirs\n");
		execFileSync("tar", ["-cf", sent, "-C", join(home, "tree"), "upload"]);
	});
	// the step itself reads from /var/cache, where a test has no business
	const unpack = (subtree: string, sum: string, ...links: string[]) =>
		spawnSync("sh", [], {
			input: `${definitions([unpackFunction])}\nunpack ${[sent, place, subtree, sum, ...links].map(quote).join(" ")}`,
			encoding: "utf8",
		});
	const look = () => {
		const desired: Desired = {
			...nothing,
			archives: {
				[place]: { file: sent, sha256: "b", subtree: "upload", links: {} },
			},
		};
		const { stdout } = spawnSync("sh", [], {
			input: archives.probe?.(desired, "debian", "web-discuz"),
			encoding: "utf8",
		});
		return archives.parse(
			{
				lines: stdout.split("\n").filter((line) => line !== ""),
				texts: new Map(),
				family: "debian",
				owner: "web-discuz",
			},
			desired,
		);
	};

	test("a directory that is not ours is told as foreign", () => {
		assert.deepEqual(look(), {});
		mkdirSync(place);
		assert.deepEqual(look(), { [place]: { sha256: undefined } });
		rmSync(place, { recursive: true });
	});

	test("its subtree lies there, readable for the web server, with the links, and its checksum beside it", () => {
		const { status, stderr } = unpack("upload", "a", "data", "/srv/data");
		assert.deepEqual([status, stderr], [0, ""]);
		assert.equal(lstatSync(join(place, "index.php")).mode & 0o777, 0o644);
		assert.equal(readlinkSync(join(place, "data")), "/srv/data");
		assert.equal(
			readFileSync(join(place, "data.dist/first"), "utf8"),
			"theirs\n",
		);
		assert.deepEqual(look(), { [place]: { sha256: "a" } });
		assert.ok(!existsSync(`${place}.lvs-new`));
	});

	test("another one takes its place, and what others put there stays, each time", () => {
		mkdirSync(join(place, "plugins/mine"), { recursive: true });
		writeFileSync(join(place, "plugins/mine/mine.php"), "theirs\n");
		for (const sum of ["b", "c"]) {
			assert.equal(unpack("", sum).status, 0);
			assert.deepEqual(look(), { [place]: { sha256: sum } });
			assert.ok(existsSync(join(place, "upload/index.php")));
			assert.equal(
				readFileSync(join(place, "plugins/mine/mine.php"), "utf8"),
				"theirs\n",
			);
			// of the archive before
			assert.ok(!existsSync(join(place, "index.php")));
			assert.ok(!existsSync(join(place, "data")));
			assert.ok(!existsSync(join(place, "data.dist")));
		}
	});

	test("of one whose only directory has another name, as release pages make it, what is in that directory lies there", () => {
		const released = join(home, "released.tar");
		const named = (name: string) => {
			rmSync(join(home, "release"), { recursive: true, force: true });
			mkdirSync(join(home, "release", name), { recursive: true });
			writeFileSync(join(home, "release", name, "editor.php"), "<?php\n");
		};
		const pack = () =>
			execFileSync("tar", ["-cf", released, "-C", join(home, "release"), "."]);
		const there = (subtree: string) => {
			const other = join(home, "plugins/editor");
			rmSync(join(home, "plugins"), { recursive: true, force: true });
			const { status, stderr } = spawnSync("sh", [], {
				input: `${definitions([unpackFunction])}\nunpack ${[released, other, subtree, "r"].map(quote).join(" ")}`,
				encoding: "utf8",
			});
			assert.deepEqual([status, stderr], [0, ""]);
			assert.ok(!existsSync(`${other}.lvs-new`));
			return readdirSync(other, { recursive: true }).sort();
		};
		named("editor-1.6.3 beta");
		pack();
		assert.deepEqual(there("editor"), ["editor.php"]);
		// none is expected
		assert.deepEqual(there(""), [
			"editor-1.6.3 beta",
			"editor-1.6.3 beta/editor.php",
		]);
		// without a directory around it: all of it is meant
		named("inc");
		writeFileSync(join(home, "release/.hidden"), "");
		pack();
		assert.deepEqual(there("editor"), [".hidden", "inc", "inc/editor.php"]);
		rmSync(join(home, "release"), { recursive: true });
		mkdirSync(join(home, "release"));
		writeFileSync(join(home, "release/editor.php"), "<?php\n");
		pack();
		assert.deepEqual(there("editor"), ["editor.php"]);
	});

	test("where no list was made, as by earlier versions, all that is not in the new one stays", () => {
		rmSync(`${place}.lvs-files`);
		assert.equal(unpack("upload", "d", "data", "/srv/data").status, 0);
		assert.ok(existsSync(join(place, "plugins/mine/mine.php")));
		assert.ok(existsSync(join(place, "upload/index.php")));
		assert.equal(readlinkSync(join(place, "data")), "/srv/data");
		assert.equal(unpack("", "b").status, 0);
	});

	test("another archive's directory below it stays as it is, though both archives bring one of that name", () => {
		const at = join(home, "blog");
		const own = join(at, "plugins/spam");
		const archive = (file: string, texts: Readonly<Record<string, string>>) => {
			const tree = join(home, "packed");
			rmSync(tree, { recursive: true, force: true });
			for (const [path, text] of Object.entries(texts)) {
				mkdirSync(join(tree, path, ".."), { recursive: true });
				writeFileSync(join(tree, path), text);
			}
			execFileSync("tar", ["-cf", join(home, file), "-C", tree, "."]);
			return { file: join(home, file), sha256: file, subtree: "", links: {} };
		};
		const up = (declared: Desired["archives"]) => {
			const desired: Desired = { ...nothing, archives: declared };
			const found = Object.fromEntries(
				Object.keys(declared).flatMap((path) =>
					existsSync(`${path}.lvs-archive`)
						? [
								[
									path,
									{
										sha256: readFileSync(`${path}.lvs-archive`, "utf8").trim(),
									},
								],
							]
						: [],
				),
			);
			const { steps } = archives.plan({
				owner: "blog-wordpress",
				desired,
				observed: { ...clean(desired), archives: found },
			});
			const words = (steps?.unpack ?? []).map((step) =>
				step.kind !== "unpack"
					? assert.fail(step.kind)
					: `unpack ${[step.archive.file, step.directory, "", step.archive.sha256, ...placesIn(step)].map(quote).join(" ")}`,
			);
			const { status, stderr } = spawnSync("sh", [], {
				input: [definitions([unpackFunction]), ...words].join("\n"),
				encoding: "utf8",
			});
			assert.deepEqual([status, stderr], [0, ""]);
			return words.length;
		};
		const newer = archive("newer.tar", {
			"spam.php": "newer",
			"new.php": "newer",
		});
		const first = archive("first.tar", {
			"index.php": "first",
			"plugins/spam/spam.php": "first",
		});
		const second = archive("second.tar", {
			"index.php": "second",
			"plugins/spam/spam.php": "second",
			"plugins/spam/more.php": "second",
		});
		assert.equal(up({ [at]: first, [own]: newer }), 2);
		writeFileSync(join(own, "mine.txt"), "theirs");
		for (const [root, steps] of [
			[second, 1],
			[first, 1],
		] as const) {
			assert.equal(up({ [at]: root, [own]: newer }), steps);
			assert.equal(
				readFileSync(join(at, "index.php"), "utf8"),
				root.sha256.replace(".tar", ""),
			);
			assert.deepEqual(readdirSync(own).sort(), [
				"mine.txt",
				"new.php",
				"spam.php",
			]);
			assert.equal(readFileSync(join(own, "spam.php"), "utf8"), "newer");
		}
		// both at once; one that is not declared comes with the archive
		const newest = archive("newest.tar", { "spam.php": "newest" });
		assert.equal(up({ [at]: second, [own]: newest }), 2);
		assert.deepEqual(readdirSync(own).sort(), ["mine.txt", "spam.php"]);
		assert.equal(readFileSync(join(own, "spam.php"), "utf8"), "newest");
		assert.equal(spawnSync("sh", ["-c", archives.made.undo(own)]).status, 0);
		assert.equal(up({ [at]: first }), 1);
		assert.equal(readFileSync(join(own, "spam.php"), "utf8"), "first");
	});

	test("one that is broken leaves what was there", () => {
		writeFileSync(sent, "no archive");
		assert.notEqual(unpack("upload", "e").status, 0);
		assert.deepEqual(look(), { [place]: { sha256: "b" } });
		assert.ok(existsSync(join(place, "upload/index.php")));
	});

	test("a removal takes the directory and the checksum", () => {
		assert.equal(spawnSync("sh", ["-c", archives.made.undo(place)]).status, 0);
		assert.deepEqual(look(), {});
		assert.ok(!existsSync(place));
		assert.ok(!existsSync(`${place}.lvs-files`));
	});
});

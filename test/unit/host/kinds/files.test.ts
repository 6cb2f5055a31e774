import assert from "node:assert/strict";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";
import fc from "fast-check";
import { blockOf, inMarkers } from "../../../../src/host/block.ts";
import { files, writeStep } from "../../../../src/host/kinds/files.ts";
import { type DesiredFile, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { runSteps } from "./run-steps.ts";

const because = "a test";

test("files with a test are written last, as it may need any of the others", () => {
	const file = { content: "x\n", mode: "644", readBy: "others" as const };
	const desired = {
		...nothing,
		files: {
			"/etc/a": { ...file, test: { by: "httpd" } as const },
			"/etc/b": file,
			"/usr/c": file,
		},
	};
	const { steps } = files.plan({
		owner: "web-website",
		desired,
		observed: { ...clean(desired), files: {} },
	});
	assert.deepEqual(
		steps?.write?.map((step) => "path" in step && step.path),
		["/etc/b", "/usr/c", "/etc/a"],
	);
});

suite("steps of files, run by a shell", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-files-"));
	const path = join(home, "etc/some dir/a.conf");
	after(() => rmSync(home, { recursive: true }));
	beforeEach(() => rmSync(join(home, "etc"), { recursive: true, force: true }));
	const was = (text: string, mode = 0o644) => {
		mkdirSync(join(path, ".."), { recursive: true });
		writeFileSync(path, text, { mode });
	};
	const text = () => readFileSync(path, "utf8");
	const mode = () => (statSync(path).mode & 0o777).toString(8);
	const write = (file: DesiredFile, found?: string) =>
		runSteps(writeStep(path, file, because, found));
	/** A text that this command accepts or not, as php-fpm does. */
	const accepted = (command: string): DesiredFile => {
		const script = join(home, "php-fpm");
		writeFileSync(
			script,
			`#!/bin/sh\n[ "$1" = version ] && echo none || ${command}\n`,
			{ mode: 0o755 },
		);
		return {
			content: "wrong\n",
			mode: "644",
			readBy: "others",
			test: { by: "php-fpm", script },
		};
	};
	/** Nothing but the file is left of a step. */
	const alone = () =>
		assert.deepEqual(readdirSync(join(path, "..")), ["a.conf"]);

	test("write makes the folders, and any text and mode", () => {
		fc.assert(
			fc.property(
				// a NUL cannot be in a script
				fc.string({ unit: "binary" }).filter((one) => !one.includes("\0")),
				fc.constantFrom("600", "640", "644", "755"),
				(content, wanted) => {
					assert.deepEqual(write({ content, mode: wanted, readBy: "others" }), {
						status: 0,
						stderr: "",
					});
					assert.equal(text(), content);
					assert.equal(mode(), wanted);
					alone();
				},
			),
			{ numRuns: 40 },
		);
	});

	test("write replaces a file whole, a secret one too", () => {
		was("theirs\n", 0o755);
		assert.equal(
			write({ content: "ours\n", mode: "600", readBy: "others" }).status,
			0,
		);
		assert.deepEqual([text(), mode()], ["ours\n", "600"]);
	});

	test("write of few lines of a large file edits them in place, and keeps its mode", () => {
		const lines = Array.from(
			{ length: 4000 },
			(_, index) => `-a -t 172.18.0.70:80 -r 10.0.0.${index}:80 [*] \\ /`,
		);
		const found = `${lines.join("\n")}\n`;
		const content = `${lines.with(7, "a & b / c \\ $d").join("\n")}\n`;
		was(found, 0o640);
		const step = writeStep(
			path,
			{ content, mode: "640", readBy: "others" },
			because,
			found,
		);
		assert.equal(step.kind === "write" && step.edits?.length, 1);
		assert.deepEqual(runSteps(step), { status: 0, stderr: "" });
		assert.deepEqual([text() === content, mode()], [true, "640"]);
		alone();
	});

	test("a block is put, and put again: what others have in the file stays, and its mode", () => {
		const foreign = fc
			.array(fc.stringMatching(/^[ -~]{0,12}$/), { maxLength: 4 })
			.filter((lines) => !lines.some((line) => line.includes("pulumi-lvs")));
		fc.assert(
			fc.property(foreign, foreign, foreign, (above, one, other) => {
				const theirs = above.map((line) => `${line}\n`).join("");
				was(theirs, 0o600);
				const file = (lines: readonly string[]): DesiredFile => ({
					content: lines.map((line) => `${line}\n`).join(""),
					mode: "644",
					readBy: "others",
					block: "cluster web",
				});
				assert.equal(write(file(one)).status, 0);
				assert.equal(write(file(other)).status, 0);
				assert.equal(blockOf(text(), "cluster web"), file(other).content);
				// empty lines at the end of theirs are lost
				assert.equal(text().split("# begin")[0]?.trimEnd(), theirs.trimEnd());
				assert.equal(mode(), "600");
				const removed = runSteps({
					kind: "remove-block",
					path,
					block: "cluster web",
					orFile: false,
					because,
				});
				assert.equal(removed.status, 0);
				assert.equal(text().trimEnd(), theirs.trimEnd());
			}),
			{ numRuns: 25 },
		);
	});

	test("a file that had only our block goes with it, where it was made for it", () => {
		for (const [orFile, stays] of [
			[true, false],
			[false, true],
		] as const) {
			was(inMarkers("cluster web", "ours\n"));
			const step = {
				kind: "remove-block",
				path,
				block: "cluster web",
			} as const;
			assert.equal(runSteps({ ...step, orFile, because }).status, 0);
			assert.equal(existsSync(path), stays);
		}
	});

	test("a text that its program does not accept is taken back, with what the program said", () => {
		was("good\n", 0o640);
		const refused = write(accepted("ls /nonexistent"));
		assert.equal(refused.status, 1);
		assert.match(refused.stderr, /nonexistent/);
		assert.deepEqual([text(), mode()], ["good\n", "640"]);
		alone();
		assert.equal(write(accepted("true")).status, 0);
		assert.equal(text(), "wrong\n");
		alone();
	});

	test("a first text that its program does not accept leaves no file", () => {
		assert.equal(write(accepted("false")).status, 1);
		assert.ok(!existsSync(path));
	});

	suite("of a file with an owner, whose directory a web server may serve", () => {
		const owner = `${userInfo().uid}:${userInfo().gid}`;
		const path = join(home, "site/wp-config.php");
		const log = join(home, "log");
		const programs = join(home, "bin");
		/** What everybody can read beside the file and in it: each line is a path, its mode and its text. */
		const look = `find ${home}/site -type d ! -perm -001 -prune -o -type f -printf '%P %m ' -exec cat {} ';'`;
		const program = (name: string, text: string) =>
			writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, {
				mode: 0o755,
			});
		const { PATH } = process.env;
		before(() => {
			mkdirSync(programs);
			process.env.PATH = `${programs}:${PATH}`;
			for (const name of ["chown", "chmod", "mv"])
				program(name, `${look} >>${log}\nPATH='${PATH}' exec ${name} "$@"`);
		});
		after(() => {
			process.env.PATH = PATH;
		});
		beforeEach(() => {
			rmSync(join(home, "site"), { recursive: true, force: true });
			mkdirSync(join(home, "site"));
			writeFileSync(path, "former\n", { mode: 0o640 });
			writeFileSync(log, "");
			program("php", `${look} >>${log}\ncat "$2" "$3" >>${log}.php; exec "$1"`);
			rmSync(`${log}.php`, { force: true });
		});
		const file = (script: string): DesiredFile => ({
			content: "new\n",
			mode: "640",
			readBy: "others",
			owner,
			test: { by: "php", script },
		});
		const write = (script: string) =>
			runSteps(writeStep(path, file(script), because, undefined));
		const seen = () => [...new Set(readFileSync(log, "utf8").split("\n"))];

		test("it is tested before it comes there, and until then the former one is what is there", () => {
			assert.deepEqual(write("true"), { status: 0, stderr: "" });
			assert.deepEqual(seen(), ["wp-config.php 640 former", ""]);
			assert.equal(readFileSync(`${log}.php`, "utf8"), "new\nformer\n");
			assert.equal(readFileSync(path, "utf8"), "new\n");
			assert.equal(statSync(path).mode & 0o777, 0o640);
			assert.deepEqual(readdirSync(join(home, "site")), ["wp-config.php"]);
		});

		test("what is not accepted never was there", () => {
			program("refuse", "echo no such site; exit 1");
			const { ino } = statSync(path);
			const { status, stderr } = write("refuse");
			assert.deepEqual([status, stderr], [1, "no such site\n"]);
			assert.deepEqual(seen(), ["wp-config.php 640 former", ""]);
			assert.equal(statSync(path).ino, ino);
			assert.deepEqual(readdirSync(join(home, "site")), ["wp-config.php"]);
		});

		test("what a change left that was cut off goes with the next one, and with the file", () => {
			const left = () => {
				mkdirSync(`${path}.lvs-new`, { mode: 0o700 });
				writeFileSync(`${path}.lvs-new/new`, "half");
				// by an earlier version
				writeFileSync(`${path}.lvs-old`, "former\n");
			};
			left();
			assert.equal(write("true").status, 0);
			assert.deepEqual(readdirSync(join(home, "site")), ["wp-config.php"]);
			left();
			const gone = runSteps({ kind: "remove", paths: [path], because });
			assert.deepEqual(gone, { status: 0, stderr: "" });
			assert.deepEqual(readdirSync(join(home, "site")), []);
		});

		test("no line of it is edited in place, as that is done beside it", () => {
			const { test: _, ...plain } = file("true");
			const found = "line\n".repeat(4000);
			const content = `${found}more\n`;
			writeFileSync(path, found, { mode: 0o640 });
			const step = writeStep(path, { ...plain, content }, because, found);
			assert.equal(step.kind === "write" && step.edits, undefined);
			assert.deepEqual(runSteps(step), { status: 0, stderr: "" });
			assert.equal(readFileSync(path, "utf8"), content);
			assert.ok(!seen().some((line) => line.includes("more")));
		});
	});

	test("what is kept comes back as it was; what never was there goes", () => {
		const as = join(home, "etc/original/a.conf");
		was("theirs\n", 0o640);
		const steps = runSteps(
			{ kind: "keep", path, as, because },
			writeStep(
				path,
				{ content: "ours\n", mode: "755", readBy: "others" },
				because,
				undefined,
			),
			{ kind: "restore", path, from: as, because },
			// a second time: nothing is kept any more
			{ kind: "restore", path, from: as, because },
		);
		assert.deepEqual(steps, { status: 0, stderr: "" });
		assert.deepEqual([text(), mode()], ["theirs\n", "640"]);
		writeFileSync(`${path}.lvs-new`, "half");
		const gone = runSteps({ kind: "remove", paths: [path, "/none"], because });
		assert.equal(gone.status, 0);
		assert.deepEqual(readdirSync(join(path, "..")), []);
	});
});

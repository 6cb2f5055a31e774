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
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
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
	const before = (text: string, mode = 0o644) => {
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
		before("theirs\n", 0o755);
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
		before(found, 0o640);
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

	test("a block is put, and put anew: what others have in the file stays, and its mode", () => {
		const foreign = fc
			.array(fc.stringMatching(/^[ -~]{0,12}$/), { maxLength: 4 })
			.filter((lines) => !lines.some((line) => line.includes("pulumi-lvs")));
		fc.assert(
			fc.property(foreign, foreign, foreign, (above, one, other) => {
				const theirs = above.map((line) => `${line}\n`).join("");
				before(theirs, 0o600);
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
			before(inMarkers("cluster web", "ours\n"));
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
		before("good\n", 0o640);
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

	test("what is kept comes back as it was; what never was there goes", () => {
		const as = join(home, "etc/original/a.conf");
		before("theirs\n", 0o640);
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

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, suite, test } from "node:test";

const runner = resolve(import.meta.dirname, "../run-suites.ts");

suite("suites, in the order in which they are named", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-suites-"));
	after(() => rmSync(home, { recursive: true }));
	const file = (name: string, text: string) => {
		const path = join(home, `${name}.test.mjs`);
		writeFileSync(path, `import { test } from "node:test";\n${text}\n`);
		return path;
	};
	const good = file("good", 'test("of good", () => {});');
	const alsoGood = file("also-good", 'test("of also-good", () => {});');
	const bad = file("bad", 'test("of bad", () => { throw new Error("no"); });');
	const silent = file("silent", "process.exit(0);");
	const left = file(
		"left",
		`import { suite } from "node:test";
suite("all", () => {
	test("of left", () => {});
	for (const name of ["one", "two"]) test(name, { skip: "script/campaign long" }, () => {});
	test("three", { skip: "script/campaign other" }, () => {});
});`,
	);
	const missing = file(
		"missing",
		'test("of missing", () => {});\ntest("not here", { skip: "no archive here: set ARCHIVE" }, () => {});',
	);
	const failures = join(home, "failures");
	const suites = async (...files: string[]) => {
		const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
		rmSync(failures, { force: true });
		const child = spawn(process.execPath, [runner, "1", failures, ...files], {
			env: environment,
		});
		let text = "";
		child.stdout.on("data", (part) => {
			text += part;
		});
		const exit = await new Promise((ended) => child.on("close", ended));
		return { exit, text };
	};

	test("good ones", async () => {
		const { exit, text } = await suites(good, alsoGood);
		assert.equal(exit, 0, text);
		assert.match(text, /✔ of good[\s\S]*✔ of also-good/);
		assert.match(text, /\d\.\d s {2}passed {2}\S*also-good\.test\.mjs/);
		assert.ok(!existsSync(failures));
	});

	test("a bad one", async () => {
		const { exit, text } = await suites(bad, good);
		assert.equal(exit, 1, text);
		assert.match(text, /✔ of good/);
		assert.match(text, /\d\.\d s {2}FAILED {2}\S*bad\.test\.mjs/);
		assert.match(
			readFileSync(failures, "utf8"),
			/^\S*bad\.test\.mjs: of bad\nError: no\n/,
		);
	});

	test("one that ended well and tested nothing", async () => {
		const { exit, text } = await suites(silent, good);
		assert.equal(exit, 1, text);
	});

	test("one that leaves tests to campaigns", async () => {
		const { exit, text } = await suites(left, good);
		assert.equal(exit, 0, text);
		assert.match(
			text,
			/passed {2}\S*left\.test\.mjs: passed 1, 2 left to script\/campaign long, 1 left to script\/campaign other\n/,
		);
		assert.match(text, /passed {2}\S*good\.test\.mjs: passed 1\n/);
		assert.match(
			text,
			/\nall: passed 2, 2 left to script\/campaign long, 1 left to script\/campaign other\n$/,
		);
	});

	test("one that cannot run all of its tests here: neither green nor failed", async () => {
		const { exit, text } = await suites(missing, good);
		assert.equal(exit, 77, text);
		assert.match(
			text,
			/\nall: passed 2, 1 NOT RUN: no archive here: set ARCHIVE\n$/,
		);
		const failed = await suites(missing, bad);
		assert.equal(failed.exit, 1, failed.text);
	});

	test("one that is not there", async () => {
		const { exit, text } = await suites(good, join(home, "gone.test.mjs"));
		assert.equal(exit, 1, text);
	});
});

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

	test("one that is not there", async () => {
		const { exit, text } = await suites(good, join(home, "gone.test.mjs"));
		assert.equal(exit, 1, text);
	});
});

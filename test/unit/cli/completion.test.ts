import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { test } from "node:test";

const root = resolve(import.meta.dirname, "../../..");
const main = join(root, "src/cli/main.ts");

/** The words that the shell offers after these. */
function offered(...words: string[]): string[] {
	return execFileSync(process.execPath, [main, "complete", "--", ...words], {
		cwd: root,
		encoding: "utf8",
	})
		.split("\n")
		.map((line) => line.split("\t")[0] ?? "")
		.filter((word) => word !== "" && !word.startsWith(":"));
}

test("A verb, and a verb of the lab", () => {
	assert.deepEqual(offered("undr"), ["undrain"]);
	assert.deepEqual(offered("lab", "re"), ["reset", "reboot"]);
});

test("An option", () => {
	assert.ok(offered("drain", "--").includes("--for"));
});

for (const verb of [["up"], ["lab", "up"]])
	test(`A folder with a program, after lvsctl ${verb.join(" ")}`, () => {
		assert.deepEqual(offered(...verb, "labs/02"), ["labs/02-dr"]);
	});

test("A script for bash", () => {
	const script = execFileSync(process.execPath, [main, "completion", "bash"], {
		encoding: "utf8",
	});
	execFileSync("bash", ["-n"], { input: script });
	assert.match(script, /lvsctl complete --/);
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { wantsJson } from "../../../src/cli/wants-json.ts";
import { runLvsctl } from "./run-lvsctl.ts";

suite("an answer as JSON", () => {
	test("is told by -o json, however it is written", () => {
		for (const [words, wanted] of [
			["status -o json", true],
			["status -ojson", true],
			["status --output json", true],
			["status --output=json", true],
			["up --json", true],
			["status", false],
			["status json", false],
			["status -o text", false],
			["lab exec rs1 -- ls -ojson", false],
		] as const)
			assert.equal(wantsJson(words.split(" ")), wanted, words);
	});

	for (const [words, message, exit] of [
		["status /nonexistent -o json", "/nonexistent: no such folder", 2],
		["up /nonexistent --output=json", "/nonexistent: no such folder", 2],
		["zero --nope -o json", "unknown option '--nope'", 2],
		["plan -o json", "unknown command 'plan'; here it is: lvsctl preview", 2],
		["drain -o json", "missing required argument 'realServer'", 2],
		[
			"status -o json",
			".: no Pulumi.yaml here; name the folder of a Pulumi program",
			2,
		],
	] as const)
		test(`an error too: lvsctl ${words}`, async () => {
			const { stdout, ...rest } = await runLvsctl(words.split(" "), {
				folder: "/tmp",
			});
			assert.deepEqual(rest, { exit, stderr: "" });
			assert.deepEqual(JSON.parse(stdout), { error: { message, exit } });
		});

	test("help is help", async () => {
		const { exit, stdout } = await runLvsctl(["zero", "-o", "json", "--help"]);
		assert.equal(exit, 0);
		assert.match(stdout, /^Usage: lvsctl zero/);
	});
});

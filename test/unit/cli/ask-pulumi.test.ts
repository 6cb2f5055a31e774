import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { runLvs } from "./run-lvsctl.ts";

// With a pulumi that answers as the real one was seen to.

suite("what pulumi answers", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-ask-"));
		writeFileSync(join(home, "Pulumi.yaml"), "");
	});
	after(() => rmSync(home, { recursive: true }));

	/** Runs a verb where `pulumi` is this shell script. */
	async function answered(script: string, ...words: string[]) {
		const pulumi = join(home, "pulumi");
		writeFileSync(pulumi, `#!/bin/sh\n${script}\n`);
		chmodSync(pulumi, 0o755);
		return runLvs(words, {
			folder: home,
			environment: { PATH: `${home}:/usr/bin:/bin` },
		});
	}

	const preview = (message: string) =>
		`cat <<'END'\n${JSON.stringify({
			steps: [],
			diagnostics: [
				{ severity: "info", message: "reading" },
				{ severity: "error", message },
			],
		})}\nEND\n`;

	test("render says why a declaration is wrong", async () => {
		const outcome = await answered(
			`${preview("error: cluster web: 1 problem\n  vip: missing\n")}echo DeclarationError >> "$LVS_OUTCOME"; exit 1`,
			"render",
		);
		assert.deepEqual(outcome, {
			exit: 2,
			stdout: "",
			stderr: "cluster web: 1 problem\n  vip: missing",
		});
	});

	test("render says why a program fails, without colours", async () => {
		const outcome = await answered(
			`${preview("error: Running program failed:\nError: \u001b[90mno\u001b[39m")}exit 1`,
			...["render", "-o", "json"],
		);
		assert.deepEqual(outcome, {
			exit: 3,
			stdout: "",
			stderr: "Running program failed:\nError: no",
		});
	});

	test("what stands on standard error is told, with the folder", async () => {
		const outcome = await answered(
			"echo 'error: no stack selected' >&2; exit 4",
			"status",
		);
		assert.deepEqual(outcome, {
			exit: 3,
			stdout: "",
			stderr: ".: pulumi stack export: exit 4: error: no stack selected",
		});
	});

	test("a pulumi that was killed is told", async () => {
		const { exit, stderr } = await answered("kill -9 $$", "status");
		assert.equal(exit, 3);
		assert.match(stderr, /^\.: Command was killed with SIGKILL/);
	});

	for (const [verb, lacks] of [
		["status", "cluster; run: lvsctl up ."],
		[
			"check",
			"smoke test that passed; declare a SmokeTest and run: lvsctl up .",
		],
	] as const)
		test(`an empty stack is wrong use: ${verb}`, async () => {
			assert.deepEqual(await answered(`echo '{"deployment":{}}'`, verb), {
				exit: 2,
				stdout: "",
				stderr: `.: its stack has no ${lacks}`,
			});
		});
});

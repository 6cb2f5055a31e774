import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fakePulumi } from "../fake-pulumi.ts";
import { runLvsctl } from "../run-lvsctl.ts";

// With a pulumi that answers as the real one was seen to.

suite("what pulumi answers", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-ask-"));
	});
	after(() => rmSync(home, { recursive: true }));

	/** Runs a verb where `pulumi` is this shell script. */
	async function answered(script: string, ...words: string[]) {
		fakePulumi(home, script);
		return runLvsctl(words, {
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
			stderr: "stack prod\ncluster web: 1 problem\n  vip: missing",
		});
	});

	test("render says why a program fails, without colours", async () => {
		const outcome = await answered(
			`${preview("error: Running program failed:\nError: \u001b[90mno\u001b[39m")}exit 1`,
			...["render", "-o", "json"],
		);
		assert.deepEqual(outcome, {
			exit: 3,
			stdout: `${JSON.stringify({ error: { message: "Running program failed:\nError: no", exit: 3 } })}\n`,
			stderr: "stack prod",
		});
	});

	test("render names the package that is missing, and no frame of Node's", async () => {
		const { stderr } = await answered(
			`${preview("Running program '/p/index.ts' failed with an unhandled exception:\nError: Cannot find package 'shop' imported from /p/index.ts\n\u001b[90m    at packageResolve (node:internal/modules/esm/resolve:784:25)\u001b[39m {\n  code: 'ERR_MODULE_NOT_FOUND'\n}")}exit 1`,
			"render",
		);
		assert.equal(
			stderr,
			"stack prod\nRunning program '/p/index.ts' failed with an unhandled exception:\nthe package shop is not installed for this folder; run there: npm install shop",
		);
	});

	test("a pulumi that says nothing is told", async () => {
		const { stderr } = await answered("exit 4", "render");
		assert.equal(
			stderr,
			"stack prod\n.: pulumi preview --json: exit 4: it said nothing",
		);
	});

	test("what stands on standard error is told, with the folder", async () => {
		assert.deepEqual(
			await answered("echo 'error: no memory' >&2; exit 4", "render"),
			{
				exit: 3,
				stdout: "",
				stderr:
					"stack prod\n.: pulumi preview --json: exit 4: error: no memory",
			},
		);
	});

	test("a pulumi that was killed is told", async () => {
		const { exit, stderr } = await answered("kill -9 $$", "render");
		assert.equal(exit, 3);
		assert.match(stderr, /^\.: Command was killed with SIGKILL/m);
	});

	for (const [verb, lacks] of [
		["status", "hosts; run: lvsctl up . --stack prod"],
		["check", "smoke test, and its program declares none; declare a SmokeTest"],
	] as const)
		test(`an empty stack is wrong use: ${verb}`, async () => {
			assert.deepEqual(await answered("echo '{}'", verb), {
				exit: 2,
				stdout: "",
				stderr: `stack prod\n.: stack prod has no ${lacks}`,
			});
		});

	const smokeTest = (name: string, connection: object) =>
		`echo '${JSON.stringify({ name, connection, checks: [], proves: {} })}' >>"$LVS_DECLARED"`;

	test("check runs what the program declares, where no up came to it", async () => {
		const nobody = { address: "127.0.0.1", port: 1, agent: true };
		const { exit, stderr } = await answered(
			`${smokeTest("two", nobody)}; ${smokeTest("one", nobody)}; echo '{}'`,
			"check",
		);
		assert.equal(exit, 3);
		assert.match(
			stderr,
			/^stack prod\nsmoke test one: declared, not yet passed\nsmoke test one: root@127\.0\.0\.1:1: /,
		);
	});

	test("a client machine that only an up makes known is told", async () => {
		const connection = { address: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
		assert.deepEqual(
			await answered(`${smokeTest("one", connection)}; echo '{}'`, "check"),
			{
				exit: 2,
				stdout: "",
				stderr:
					"stack prod\nsmoke test one: its client machine, or one of its checks, depends on a resource that does not exist yet; run lvsctl up first",
			},
		);
	});
});

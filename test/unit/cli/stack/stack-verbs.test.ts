import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fakePulumi } from "../fake-pulumi.ts";
import { runLvs } from "../run-lvsctl.ts";

// With a pulumi that prints what it was given.

suite("what pulumi is given", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-options-"));
		mkdirSync(join(home, "shop"));
		for (const folder of [home, join(home, "shop")])
			fakePulumi(folder, 'echo "$PWD:" "$PULUMI_STACK:" "$@"');
	});
	after(() => rmSync(home, { recursive: true }));

	const lvsctl = (...words: string[]) =>
		runLvs(words, { folder: home, environment: { PATH: `${home}:/usr/bin` } });

	for (const [words, folder, passed] of [
		["preview", "", "prod: preview --diff"],
		["preview --json", "", "prod: preview --json"],
		["preview -o json", "", "prod: preview --json"],
		["preview --diff=false shop", "/shop", "prod: preview --json --diff=false"],
		["preview --diff shop", "/shop", "prod: preview --diff"],
		["up --yes --diff -C shop", "/shop", "prod: up --yes --diff"],
		["up -s dev --yes", "", "dev: up --json --yes"],
		["up -- --yes --stack dev", "", "dev: up --json --yes"],
		[
			"refresh . -- --preview-only --expect-no-changes",
			"",
			"prod: refresh --diff --preview-only --expect-no-changes",
		],
		[
			"destroy -y --target a shop",
			"/shop",
			"prod: destroy --json -y --target a",
		],
	] as const)
		test(`lvsctl ${words}`, async () => {
			const { exit, stdout, stderr } = await lvsctl(...words.split(" "));
			assert.deepEqual(
				[exit, stdout, stderr],
				[0, `${home}${folder}: ${passed}\n`, `stack ${passed.split(":")[0]}`],
			);
		});

	for (const verb of ["up", "refresh", "destroy"])
		test(`${verb} does not begin where nobody can answer its question`, async () => {
			const { exit, stdout, stderr } = await lvsctl(verb);
			assert.deepEqual([exit, stdout], [2, ""]);
			assert.match(
				stderr,
				new RegExp(`^\\.: ${verb} of stack prod asks before it does anything`),
			);
		});

	test("changes that were not expected are told by the document, and end with 1", async () => {
		fakePulumi(
			home,
			"echo '{ \"steps\": [] }'; echo 'error: no changes were expected' >&2; exit 1",
		);
		assert.deepEqual(
			await lvsctl(
				..."refresh --preview-only --expect-no-changes -o json".split(" "),
			),
			{
				exit: 1,
				stdout: '{ "steps": [] }\n',
				stderr: "stack prod\nno changes were expected",
			},
		);
	});

	test("a pulumi that is killed is told, as JSON too", async () => {
		fakePulumi(home, "kill -9 $$");
		const sentence =
			"pulumi was ended by SIGKILL; what it had begun is completed by the next up";
		assert.deepEqual(await lvsctl("up", "--yes"), {
			exit: 3,
			stdout: "",
			stderr: `stack prod\n${sentence}`,
		});
		for (const words of ["up --yes", "preview"])
			assert.deepEqual(await lvsctl(...words.split(" "), "-o", "json"), {
				exit: 3,
				stdout: `${JSON.stringify({ error: { message: sentence, exit: 3 } })}\n`,
				stderr: "stack prod",
			});
	});
});

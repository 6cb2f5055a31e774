import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { runLvs } from "./run-lvsctl.ts";

suite("options for pulumi", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-options-"));
		writeFileSync(join(home, "Pulumi.yaml"), "");
		const pulumi = join(home, "pulumi");
		writeFileSync(pulumi, '#!/bin/sh\necho "$PWD:" "$@"\n');
		chmodSync(pulumi, 0o755);
	});
	after(() => rmSync(home, { recursive: true }));

	const lvsctl = (...words: string[]) =>
		runLvs(words, { folder: home, environment: { PATH: `${home}:/usr/bin` } });

	test("stand after --, with a folder and without", async () => {
		for (const [words, passed] of [
			["preview -- --diff", "preview --diff"],
			[
				"refresh . -- --preview-only --expect-no-changes",
				"refresh --preview-only --expect-no-changes",
			],
			["up -- --yes --message --", "up --yes --message --"],
			["destroy", "destroy"],
		] as const) {
			const { exit, stdout } = await lvsctl(...words.split(" "));
			assert.deepEqual([exit, stdout], [0, `${home}: ${passed}\n`]);
		}
	});

	test("before -- are refused, with the way out", async () => {
		assert.deepEqual(await lvsctl("up", ".", "again"), {
			exit: 2,
			stdout: "",
			stderr:
				"again: one folder is enough; options for pulumi stand after --, like: lvsctl preview . -- --diff",
		});
		assert.deepEqual(await lvsctl("up", "--yes"), {
			exit: 2,
			stdout: "",
			stderr:
				"error: unknown option '--yes'\n(options for pulumi stand after --, like: lvsctl up -- --yes; --help says more)",
		});
	});
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { familyNames } from "../../../src/model/family.ts";
import { shells } from "./fake-kernel.ts";
import { rendered, renderedByFpm } from "./rendered.ts";

for (const family of familyNames)
	for (const [role, { files, script }] of [
		...rendered(family),
		...(family === "debian" ? renderedByFpm() : []),
	]) {
		const scripts = Object.entries(files).filter(([, { content }]) =>
			content.startsWith("#!/bin/sh\n"),
		);

		test(`${family} ${role}: its script is there`, () => {
			const declared = script === undefined ? [] : [script];
			// of a replica the one that tells how far it is behind
			const named = [
				"director",
				"real-server",
				"replica",
				"website-fpm",
				"wordpress-fpm",
			].includes(role)
				? 1
				: 0;
			assert.equal(scripts.length, declared.length + named);
		});

		for (const [path, { content, mode }] of Object.entries(files)) {
			if (!content.startsWith("#!/bin/bash\n")) continue;
			test(`${family} ${path} is executable, and what bash accepts`, () => {
				const { stderr } = spawnSync("bash", ["-n"], {
					input: content,
					encoding: "utf8",
				});
				assert.deepEqual([stderr, mode], ["", "755"]);
			});
		}

		for (const [path, { content, mode }] of scripts) {
			test(`${family} ${path} is executable`, () => {
				assert.equal(mode, content.includes("@secret:") ? "700" : "755");
			});

			for (const [shell, ...options] of shells)
				test(`${family} ${path} is what ${shell} accepts`, () => {
					const { status, stderr } = spawnSync(shell, [...options, "-n"], {
						input: content,
						encoding: "utf8",
					});
					assert.equal(stderr, "");
					assert.equal(status, 0);
				});
		}
	}

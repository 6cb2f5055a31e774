import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Status } from "../../src/cli/status/read-status.ts";
import type { TestLab } from "./harness.ts";

/** What suites do on the lab that their tests share. */
export function onLab(lab: () => TestLab) {
	const lvsctl = (...words: string[]) => lab().lvsctl(words);
	return {
		/** Runs a shell script on a machine as root. Throws where it does not end with 0. */
		root: (machine: string, script: string) =>
			lab().run(machine, "sh", "-c", script),

		lvsctl,

		/** Runs `lvsctl`, which must end with 0. @returns what it wrote, standard error last. */
		async good(...words: string[]) {
			const { exit, stdout, stderr } = await lvsctl(...words);
			assert.equal(exit, 0, stdout + stderr);
			return stdout + stderr;
		},

		/** Changes the program of the lab's copy, which must have what is changed. */
		edit(from: string | RegExp, to: string) {
			const program = join(lab().folder, "index.ts");
			const text = readFileSync(program, "utf8");
			const edited = text.replace(from, to);
			assert.notEqual(edited, text, `index.ts has ${from}`);
			writeFileSync(program, edited);
		},

		/** What `lvsctl status` says, with its exit code. */
		async status(): Promise<Status & { readonly exit: number }> {
			const { exit, stdout, stderr } = await lvsctl("status", "-o", "json");
			assert.notEqual(stdout, "", stderr);
			return { exit, ...(JSON.parse(stdout) as Status) };
		},
	};
}

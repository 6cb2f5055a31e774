import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { test } from "node:test";
import { scripts } from "../../../../src/cli/completion/scripts.ts";

const root = resolve(import.meta.dirname, "../../../..");

/** Sources our script twice, as a second `. ~/.bashrc` does, and presses the tab key after these words. */
function tab(...words: string[]): string {
	return execFileSync(
		"bash",
		[
			"--norc",
			"-euc",
			`lvsctl() { "$node" src/cli/main.ts "$@"; }
			compopt() { echo "compopt $*"; } # bash has it only while its own tab key is pressed
			node=$1; shift
			for _ in 1 2; do eval "$script"; done
			COMP_WORDS=(lvsctl "$@") COMP_CWORD=$#
			_lvsctl
			echo "\${COMPREPLY[@]}"`,
			...["bash", process.execPath, ...words],
		],
		{
			cwd: root,
			encoding: "utf8",
			env: { ...process.env, script: scripts.bash },
		},
	);
}

test("bash, without the package bash-completion: a verb", () => {
	assert.equal(tab("undr"), "compopt +o default\nundrain\n");
});

test("a folder with a program", () => {
	assert.equal(tab("up", "labs/02"), "compopt +o default\nlabs/02-dr\n");
});

test("files, which are the shell's own", () => {
	assert.equal(
		tab("import", "-i", ""),
		"compopt +o default\ncompopt -o default\n\n",
	);
});

test("nothing looked up, nothing said: the stack is not there", () => {
	assert.equal(tab("drain", ""), "compopt +o default\n\n");
});

import assert from "node:assert/strict";
import {
	mkdtempDisposableSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runLvsctl } from "../run-lvsctl.ts";

test("lvsctl lab new copies a lab once, with a task that can be typed where it is", async () => {
	using away = mkdtempDisposableSync(join(tmpdir(), "lvs-new-"));
	const folder = away.path;
	const made = await runLvsctl(["lab", "new", "07-schedulers"], { folder });
	assert.equal(made.exit, 0, made.stderr);
	for (const task of ["task.md", "task.zh.md"]) {
		const text = readFileSync(join(folder, "07-schedulers", task), "utf8");
		assert.match(text, /^npx lvsctl up$/m);
		assert.doesNotMatch(text, /bin\/lvsctl|lvsctl \S+ labs\//);
	}
	assert.deepEqual(
		await runLvsctl(["lab", "up", "07-schedulers"], { folder }),
		{
			exit: 2,
			stdout: "",
			stderr:
				"07-schedulers/lab.ts: the package pulumi-lvs is not installed for this folder; run there: npm install pulumi-lvs",
		},
	);
	const again = await runLvsctl(["lab", "new", "07-schedulers"], { folder });
	assert.equal(again.exit, 2);
	assert.match(again.stderr, /^07-schedulers: already here, and nothing was/);
	const wrong = await runLvsctl(["lab", "new", "02-dd"], { folder });
	assert.equal(wrong.exit, 2);
	assert.match(wrong.stderr, /^no lab "02-dd"; did you mean "02-dr"\?/);
});

test("it says where to go on in words that a shell takes, whatever the folder is called", async () => {
	using away = mkdtempDisposableSync(join(tmpdir(), "lvs-new-"));
	const { exit, stdout } = await runLvsctl(
		["lab", "new", "02-dr", "my o'lab"],
		{ folder: away.path },
	);
	assert.equal(exit, 0);
	assert.match(stdout, /^ {2}cd 'my o'\\''lab' && npm install$/m);
});

test("a folder that cannot be made is wrong use", async () => {
	using away = mkdtempDisposableSync(join(tmpdir(), "lvs-new-"));
	const folder = away.path;
	symlinkSync("loop", join(folder, "loop"));
	writeFileSync(join(folder, "file"), "");
	for (const [name, said] of [
		["loop", "loop: it cannot be looked at (ELOOP)"],
		["file/lab", "file/lab: it cannot be written (ENOTDIR)"],
	] as const)
		assert.deepEqual(
			await runLvsctl(["lab", "new", "02-dr", name], { folder }),
			{ exit: 2, stdout: "", stderr: said },
		);
});

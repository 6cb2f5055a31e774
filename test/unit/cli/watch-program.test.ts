import assert from "node:assert/strict";
import {
	mkdirSync,
	mkdtempDisposableSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { execa } from "execa";

const watch = new URL("../../../src/cli/watch-program.ts", import.meta.url);
const ours = new URL("../../../src/model/address.ts", import.meta.url);

/** What pulumi's own entry does with a program, as far as errors go. */
const entry = `
	const { inspect } = require("node:util");
	const failed = (error) => {
		console.error(inspect(error, { colors: true }));
		process.exitCode = 32;
	};
	process.on("uncaughtException", failed);
	process.on("unhandledRejection", failed);
	(async () => import(require("node:path").resolve("index.mjs")))();
`;

/** What a program leaves behind that pulumi runs, and which errors were noted. */
async function run(program: string, place = "@pulumi/pulumi/cmd/run") {
	using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-program-"));
	const at = join(folder.path, "node_modules", place);
	mkdirSync(at, { recursive: true });
	writeFileSync(join(at, "index.js"), entry);
	writeFileSync(join(folder.path, "index.mjs"), program);
	const notes = join(folder.path, "notes");
	writeFileSync(notes, "");
	const { stderr, exitCode } = await execa(
		process.execPath,
		["--import", watch.href, at],
		{
			cwd: folder.path,
			env: { LVS_OUTCOME: notes },
			reject: false,
		},
	);
	return {
		exit: exitCode,
		told: stderr.replaceAll(folder.path, "/p"),
		noted: readFileSync(notes, "utf8"),
	};
}

suite("a program that fails by itself", { concurrency: 2 }, () => {
	const noted = "ProgramError\n";
	for (const [what, program, told] of [
		[
			"is told by its own frames",
			'function mine() {\n\tthrow new Error("wrong");\n}\n[1].map(mine);',
			`Error: wrong
    at mine (file:///p/index.mjs:2:8)
    at Array.map (<anonymous>)
    at file:///p/index.mjs:4:5`,
		],
		[
			"is told without fields of the error, and with its cause",
			'import { readFileSync } from "node:fs";\ntry {\n\treadFileSync("/nothere");\n} catch (cause) {\n\tthrow Object.assign(new Error("no hosts", { cause }), { code: 1 });\n}',
			`Error: no hosts
    at file:///p/index.mjs:5:22
  the cause: Error: ENOENT: no such file or directory, open '/nothere'
    at file:///p/index.mjs:3:2`,
		],
		[
			"is told with the file that names what is not there",
			'import "./nothere.mjs";',
			"Error: Cannot find module '/p/nothere.mjs' imported from /p/index.mjs",
		],
	] as const)
		test(what, async () => {
			assert.deepEqual(await run(program), { exit: 32, told, noted });
		});

	test("is noted too where it ends without an error", async () => {
		assert.deepEqual(await run("process.exit(5);"), {
			exit: 5,
			told: "",
			noted,
		});
	});
});

test("an error that begins in our own code is no mistake of the program", async () => {
	assert.deepEqual(
		await run(
			`import { formatNetwork } from ${JSON.stringify(ours.href)};\nformatNetwork();`,
		),
		{
			exit: 32,
			told: `TypeError: Cannot destructure property 'address' of 'undefined' as it is undefined.
    at file:///p/index.mjs:2:1`,
			noted: "",
		},
	);
});

test("a program that ends well, and other processes, are left alone", async () => {
	assert.deepEqual(await run("1;"), { exit: 0, told: "", noted: "" });
	const { told, noted } = await run(
		'throw new Error("wrong");',
		"@pulumi/pulumi/cmd/dynamic-provider",
	);
	assert.equal(noted, "");
	assert.match(told, /node:internal/);
});

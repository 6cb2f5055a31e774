import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { whyTooOld } from "../../../src/why-too-old.ts";
import { runLvsctl } from "./run-lvsctl.ts";

const source = (path: string) =>
	readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

suite("an old Node", () => {
	test("gets one sentence, whatever it is asked", async () => {
		const pretend =
			'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
		for (const words of [["preview"], ["--help"]])
			assert.deepEqual(
				await runLvsctl(words, { node: ["--import", pretend] }),
				{
					exit: 3,
					stdout: "",
					stderr: "lvsctl needs Node 22.18 or newer, and this is Node 20.20.2",
				},
			);
	});

	test("is one that package.json refuses", () => {
		const [, major, minor] =
			/^>=(\d+)\.(\d+)$/.exec(
				JSON.parse(source("package.json")).engines.node,
			) ?? [];
		assert.equal(whyTooOld("lvsctl", `${major}.${minor}.0`), undefined);
		assert.equal(whyTooOld("lvsctl", `${Number(major) + 1}.0.0`), undefined);
		assert.match(
			whyTooOld("lvsctl", `${major}.${Number(minor) - 1}.9`) ?? "",
			/needs/,
		);
	});

	test("can read the entry: it imports nothing before the version is known", () => {
		const imports = (path: string) =>
			[...source(path).matchAll(/^(?:import|export) .*from "(.*)"/gm)].map(
				([, name]) => name,
			);
		assert.deepEqual(imports("src/cli/main.ts"), ["../why-too-old.ts"]);
		assert.deepEqual(imports("src/why-too-old.ts"), []);
	});
});

suite("words of other tools", () => {
	const cases: readonly [string, string][] = [
		["plan", "unknown command 'plan'; here it is: lvsctl preview"],
		["diff", "unknown command 'diff'; here it is: lvsctl preview"],
		["validate", "unknown command 'validate'; here it is: lvsctl render"],
		["ls", "unknown command 'ls'; here it is: lvsctl status"],
		[
			"logs rs1",
			"unknown command 'logs'; here it is: lvsctl lab logs, for a machine of a lab",
		],
		[
			"promote lb2",
			"unknown command 'promote'; here it is: lvsctl failover DIRECTOR",
		],
		[
			"unstandby lb2",
			"unknown command 'unstandby'; here it is: lvsctl standby DIRECTOR --end",
		],
		["help apply", "unknown command 'apply'; here it is: lvsctl up"],
		["version", "unknown command 'version'; here it is: lvsctl --version"],
		["stauts", "unknown command 'stauts'; did you mean \"status\"?"],
		["cordon rs1", "unknown command 'cordon'; here it is: lvsctl drain"],
		[
			"up --dry-run=client",
			"unknown option '--dry-run=client'; lvsctl preview shows what up would do",
		],
		[
			"-C labs status",
			"unknown option '-C'; write the folder after the verb: lvsctl status FOLDER",
		],
		["help nope", "unknown command 'nope'"],
		["help lab nope", "unknown command 'lab nope'"],
		["lab help rest", "unknown command 'lab rest'; did you mean \"reset\"?"],
	];
	for (const [words, message] of cases)
		test(`lvsctl ${words}`, async () => {
			assert.deepEqual(await runLvsctl(words.split(" ")), {
				exit: 2,
				stdout: "",
				stderr: `error: ${message}\n(--help says more)`,
			});
		});
});

test("every verb has an example in its help", async () => {
	const helps = `
		import { run } from "./src/cli/run.ts";
		for (const words of JSON.parse(process.argv[1])) {
			await run([...words, "--help"]).catch(() => {});
			process.stdout.write("\\0");
		}`;
	const helpsOf = (verbs: readonly (readonly string[])[]) =>
		spawnSync(
			process.execPath,
			["--input-type=module", "--eval", helps, JSON.stringify(verbs)],
			{ cwd: new URL("../../..", import.meta.url), encoding: "utf8" },
		).stdout.split("\0");
	const [all = "", lab = ""] = helpsOf([[], ["lab"]]);
	const commands = (help: string) =>
		[
			...(help.split("\nCommands:\n")[1] ?? "").matchAll(/^ {2}(\w+)/gm),
		].flatMap(([, name = ""]) => (/help|^lab$/.test(name) ? [] : [name]));
	const verbs = [
		...commands(all).map((name) => [name]),
		...commands(lab).map((name) => ["lab", name]),
	];
	assert.ok(verbs.length > 25, String(verbs));
	const found = helpsOf(verbs);
	assert.deepEqual(
		verbs.filter(
			(_verb, at) => !/\bExample\b[^\n]*:\s+\S/.test(found[at] ?? ""),
		),
		[],
	);
});

test("who reads the output may stop, like head: nothing is said of it", () => {
	for (const [words, code] of [
		["--help", 0],
		// an error keeps its exit code, where nobody reads it either
		["nope 2>&1", 2],
	] as const) {
		const { stderr, status } = spawnSync(
			"bash",
			[
				"-c",
				`"$0" src/cli/main.ts ${words} | true; exit $PIPESTATUS`,
				process.execPath,
			],
			{ cwd: new URL("../../..", import.meta.url), encoding: "utf8" },
		);
		assert.deepEqual({ stderr, status }, { stderr: "", status: code });
	}
});

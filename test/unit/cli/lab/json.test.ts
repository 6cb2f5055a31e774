import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { noteLab } from "../../lab/lab-home.ts";
import { runLvsctl } from "../run-lvsctl.ts";

/** A user's computer, with an own lab `dr` whose one machine `lb` is off. */
function computer() {
	const home = mkdtempDisposableSync(join(tmpdir(), "lvs-json-"));
	const folder = join(home.path, "dr");
	const cache = join(home.path, "cache");
	const environment = {
		LVS_STATE_HOME: join(home.path, "s"),
		LVS_CACHE_HOME: cache,
	};
	mkdirSync(folder);
	writeFileSync(join(folder, "lab.ts"), 'throw new Error("mine");\n');
	mkdirSync(join(cache, "template-0a"), { recursive: true });
	const directory = noteLab(folder, {}, environment);
	writeFileSync(join(directory, "lb.console"), "booted\n");
	return {
		folder,
		directory,
		cache,
		/** What is printed with `-o json`, and the exit code. */
		async json(words: string) {
			const { stdout, exit } = await runLvsctl(
				["lab", ...words.split(" "), "-o", "json"],
				{ folder, environment },
			);
			return { exit, answer: JSON.parse(stdout) };
		},
		[Symbol.dispose]: () => home.remove(),
	};
}

suite("verbs of lab, for programs", { concurrency: 2 }, () => {
	test("status, logs and down", async () => {
		using one = computer();
		const { folder, directory } = one;
		const machine = {
			machine: "lb",
			state: "off",
			sshPort: 4001,
			addresses: { lan: "172.18.0.66" },
			memory: 512,
			memoryUsed: 0,
			uptime: 0,
		};
		const lab = { name: "lesson", folder, directory };
		assert.deepEqual(await one.json("status"), {
			exit: 1,
			answer: {
				...lab,
				accelerator: "tcg",
				phase: "running",
				machines: [machine],
			},
		});
		assert.deepEqual(await one.json("logs lb"), {
			exit: 0,
			answer: { machine: "lb", console: "booted\n" },
		});
		assert.deepEqual(await one.json("down"), {
			exit: 0,
			answer: { ended: [lab] },
		});
		assert.deepEqual(await one.json("down"), {
			exit: 0,
			answer: { ended: [] },
		});
	});

	test("cache and its verbs", async () => {
		using one = computer();
		const entry = {
			path: join(one.cache, "template-0a"),
			kind: "template",
			bytes: 0,
			usedBy: [],
		};
		assert.deepEqual((await one.json("cache")).answer, [entry]);
		assert.deepEqual((await one.json("cache clear")).answer, {
			removed: [entry],
			kept: [],
		});
	});

	test("new", async () => {
		using one = computer();
		const labs = (await one.json("new")).answer as { lab: string }[];
		assert.ok(labs.some(({ lab }) => lab === "02-dr"));
		const { answer } = await one.json("new 02-dr mine");
		assert.equal(answer.lab, "02-dr");
		assert.equal(answer.folder, "mine");
		assert.ok(answer.files.includes("task.md"));
	});

	test("errors", async () => {
		using one = computer();
		const message = async (words: string) => {
			const { exit, answer } = await one.json(words);
			assert.equal(answer.error.exit, exit, words);
			return [exit, answer.error.message];
		};
		const noMachine = "the lab lesson has no machine rs1; machines are lb";
		for (const words of ["logs rs1", "reset rs1", "reboot rs1", "capture rs1"])
			assert.deepEqual(await message(words), [2, noMachine], words);
		assert.deepEqual(await message("capture lb"), [
			2,
			"-o json: standard output is for the frames; name a file for them: -w FILE",
		]);
		assert.deepEqual(await message("up"), [
			2,
			`lab.ts: Error: mine\n    at Object.<anonymous> (file://${one.folder}/lab.ts:1:7)`,
		]);
		await one.json("down");
		assert.deepEqual(await message("status"), [
			2,
			".: no lab runs for this folder; start it: lvsctl lab up .",
		]);
	});
});

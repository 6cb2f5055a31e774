import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { suite, test } from "node:test";
import { askYes } from "../../../../src/cli/ask-yes.ts";
import { askMissing } from "../../../../src/cli/init/ask-missing.ts";
import { missing, optional } from "../../../../src/cli/init/flags.ts";

/** A terminal on which someone waits for a word of each question, and then presses keys. */
function typing(
	...answers: readonly (readonly [word: string, keys: string])[]
) {
	const input = new PassThrough();
	const output = new PassThrough();
	const left = [...answers];
	let shown = "";
	output.on("data", (text) => {
		shown += text;
		const [word, keys] = left[0] ?? [];
		if (word === undefined || !shown.includes(word)) return;
		shown = "";
		left.shift();
		// it listens for keys only after it has shown the question
		setImmediate(() => input.write(keys));
	});
	return { input, output };
}

suite("questions on a terminal", () => {
	test("bring what no flag says", async () => {
		const terminal = typing(
			["director", "a@h1\r"],
			["real servers", "b@h2 c@h3\r"],
			["VIP", "192.0.2.70\r"],
		);
		assert.deepEqual(
			await askMissing(missing({ forwarding: "dr" }), terminal),
			{
				director: "a@h1",
				realServer: ["b@h2", "c@h3"],
				vip: "192.0.2.70",
			},
		);
	});

	test("may be left open where an answer is no must", async () => {
		const ask = (keys: string) =>
			askMissing(optional({ forwarding: "dr" }), typing(["smoke test", keys]));
		assert.deepEqual(await ask("\r"), {});
		assert.deepEqual(await ask("a@h4\r"), { client: "a@h4" });
		assert.deepEqual(optional({ forwarding: "dr", client: "h" }), []);
	});

	test("are answered by yes and no", async () => {
		assert.equal(await askYes("Right?", typing(["Right", "y"])), true);
		assert.equal(await askYes("Right?", typing(["Right", "\r"])), false);
	});

	for (const [keys, name] of [
		["\u0003", "Ctrl-C"],
		["\u0004", "Ctrl-D"],
	] as const)
		test(`can be left by ${name}, and nothing is changed`, async () => {
			await assert.rejects(askYes("Right?", typing(["Right", keys])), {
				name: "UsageError",
				message: "ended; nothing was changed",
			});
		});
});

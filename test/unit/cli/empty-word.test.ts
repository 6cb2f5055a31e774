import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { aboutEmptyWord } from "../../../src/cli/empty-word.ts";
import { runLvsctl } from "./run-lvsctl.ts";

const why = "is a variable of the shell not set?";

// what `--stack "$STACK"` and `drain "$HOST"` become where the variable is not set
suite("an empty word is wrong use", () => {
	const cases: readonly [words: readonly string[], said: string][] = [
		[["destroy", "--yes", "--stack", ""], "an empty word stands after --stack"],
		[["destroy", "--yes", "--stack="], "nothing stands after --stack="],
		[["status", "-s", ""], "an empty word stands after -s"],
		[["status", ""], "an empty word stands after status"],
		[["failover", ""], "an empty word stands after failover"],
		[["drain", "", "."], "an empty word stands after drain"],
		[["up", "--", "--target", ""], "an empty word stands after --target"],
		[["import", "rules", "--vip="], "nothing stands after --vip="],
		[
			["drill", "real-server", "stop", "rs1", "--unit", ""],
			"an empty word stands after --unit",
		],
		[[""], "an empty word stands where a verb is expected"],
	];
	for (const [words, said] of cases)
		test(JSON.stringify(words), async () =>
			assert.deepEqual(await runLvsctl(words), {
				exit: 2,
				stdout: "",
				stderr: `error: ${said}; ${why}\n(--help says more)`,
			}),
		);

	test("as JSON too", async () =>
		assert.deepEqual(await runLvsctl(["status", "-o", "json", "-s", ""]), {
			exit: 2,
			stdout: `${JSON.stringify({ error: { message: `an empty word stands after -s; ${why}`, exit: 2 } })}\n`,
			stderr: "",
		}));

	for (const words of [
		["complete", "status", ""],
		["lab", "exec", "rs1", "--", "printf", ""],
		["up", "--message", ""],
		["up", "--message="],
		["up", "--config", "name="],
	])
		test(`but not in ${JSON.stringify(words)}`, () =>
			assert.equal(aboutEmptyWord(words), undefined));
});

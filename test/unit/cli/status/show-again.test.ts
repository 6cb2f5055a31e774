import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

const source = (path: string) =>
	JSON.stringify(new URL(`../../../../src/cli/${path}`, import.meta.url));

// behind `head` it went on asking all hosts
test("what is shown again and again ends when nobody reads it any more", async () => {
	const shows = spawn(
		process.execPath,
		[
			"--input-type=module",
			"--eval",
			`import { hearReaders } from ${source("reader-left.ts")};
		import { showAgain } from ${source("status/show-again.ts")};
		hearReaders();
		await showAgain(async () => console.log("status"), 50);`,
		],
		{ timeout: 20_000, killSignal: "SIGKILL" },
	);
	const seen: string[] = [];
	for await (const some of shows.stdout.setEncoding("utf8")) {
		seen.push(some);
		if (seen.join("").split("\n").length > 3) break;
	}
	const [code, signal] = await once(shows, "exit");
	assert.deepEqual([code, signal], [0, null]);
});

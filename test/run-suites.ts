import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { inspect } from "node:util";

// node test/run-suites.ts N FAILURES FILE...: N files at a time, in this order (`node --test` would sort them by name), and in the
// end the seconds of each, the longest first. What failed, and why, is added to the file FAILURES: who reads a log has its end.

const [atATime, failures = "", ...files] = process.argv.slice(2);

const seen: { file: string; seconds: number; passed: boolean }[] = [];
// until the summary of all says otherwise
process.exitCode = 1;
const events = run({ files, concurrency: Number(atATime) });
events.on("test:summary", ({ file, duration_ms, success }) => {
	if (file === undefined) {
		if (success && seen.length === files.length) process.exitCode = 0;
	} else
		seen.push({
			file: relative("test", file),
			seconds: duration_ms / 1000,
			passed: success,
		});
});
events.on("test:fail", ({ name, file, details: { error } }) => {
	// a suite fails because a test in it did, which is told by itself
	if (!("failureType" in error && error.failureType === "subtestsFailed"))
		appendFileSync(
			failures,
			`${relative("test", file ?? "")}: ${name}\n${inspect(error.cause ?? error).slice(0, 6000)}\n`,
		);
});
const printed = events.compose(spec);
printed.pipe(process.stdout);
printed.on("end", () => {
	for (const { file, seconds, passed } of seen.sort(
		(one, other) => other.seconds - one.seconds,
	))
		console.log(
			`${seconds.toFixed(1).padStart(7)} s  ${passed ? "passed" : "FAILED"}  ${file}`,
		);
});

import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { inspect } from "node:util";
import { addTo, ran, type Tally } from "./tally.ts";

// node test/run-suites.ts N FAILURES FILE...: N files at a time, in this order (`node --test` would sort them by name), and in the
// end the seconds of each, the longest first, with how many of its tests passed and which were not run, and the same of all.
// What failed, and why, is added to the file FAILURES: who reads a log has its end.
//
// Exit code 0: whatever ran passed, and the rest is left to a campaign. 77: all that ran passed, but a test was not run for another
// reason, as something is missing here. That is not green, since nobody else runs it; and not a failure, since nothing is broken.
// 77 says the same in the tests of Automake and Meson.
const notAllRan = 77;

const [atATime, failures = "", ...files] = process.argv.slice(2);

const seen: { file: string; seconds: number; passed: boolean }[] = [];
/** The file of a suite -> what became of its tests. */
const tallies = new Map<string, Tally>();
const all: Tally = { passed: 0, skipped: new Map() };
const tallyOf = (file: string) => {
	const tally = tallies.get(file) ?? { passed: 0, skipped: new Map() };
	tallies.set(file, tally);
	return tally;
};
let passed = false;
// until the end says otherwise
process.exitCode = 1;
const events = run({ files, concurrency: Number(atATime) });
events.on("test:summary", ({ file, duration_ms, success }) => {
	if (file === undefined) {
		if (success && seen.length === files.length) passed = true;
	} else seen.push({ file, seconds: duration_ms / 1000, passed: success });
});
events.on("test:pass", ({ file, skip, details: { type } }) => {
	if (type === "suite" && skip === undefined) return;
	for (const tally of [tallyOf(file ?? ""), all]) addTo(tally, skip);
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
			`${seconds.toFixed(1).padStart(7)} s  ${passed ? "passed" : "FAILED"}  ${relative("test", file)}: ${ran(tallyOf(file)).said}`,
		);
	const { said, missing } = ran(all);
	console.log(`all: ${said}`);
	if (passed) process.exitCode = missing ? notAllRan : 0;
});

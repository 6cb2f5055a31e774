import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { CommanderError } from "commander";
import { reportError } from "../../../src/cli/report-error.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { RemoteError } from "../../../src/errors.ts";

suite("what is told of an error", () => {
	/** What the work threw. */
	const thrown = (work: () => unknown): unknown => {
		try {
			return work();
		} catch (error) {
			return error;
		}
	};
	const bug = new TypeError("no such property");
	const cases: readonly [string, unknown, readonly string[]][] = [
		[
			"ours: its sentence",
			new UsageError("x: no such folder"),
			["x: no such folder"],
		],
		[
			"of a host: its sentence",
			new RemoteError({ host: "lb", doing: "log in", saw: "nothing" }),
			["lb: log in: nothing"],
		],
		[
			"of the system: its sentence",
			thrown(() => readFileSync("/nonexistent")),
			["ENOENT: no such file or directory, open '/nonexistent'"],
		],
		["a bug: its stack", bug, [bug.stack ?? ""]],
		["commander's: nothing more", new CommanderError(1, "", "wrong"), []],
	];
	for (const [name, error, said] of cases)
		test(name, (context) => {
			const told = context.mock.method(console, "error", () => {});
			reportError(error);
			assert.deepEqual(
				told.mock.calls.map(({ arguments: [text] }) => text),
				said,
			);
		});
});

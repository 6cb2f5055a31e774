import assert from "node:assert/strict";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CommanderError } from "commander";
import { exitCode, outcomeCode } from "../../../src/cli/exit-code.ts";
import { PulumiError } from "../../../src/cli/pulumi/pulumi-error.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import {
	DeclarationError,
	DriftError,
	EndedEarlyError,
	LabError,
	RemoteError,
} from "../../../src/errors.ts";

test("the kind of an error decides the exit code", () => {
	assert.deepEqual(
		[
			new CommanderError(0, "commander.helpDisplayed", ""),
			new DriftError("lb", ["a rule"]),
			new CommanderError(1, "commander.unknownOption", ""),
			new DeclarationError("lab.ts", []),
			new UsageError("no such folder"),
			new PulumiError("cluster web: 1 problem", 2),
			new RemoteError({ host: "lb", doing: "log in", saw: "nothing" }),
			new EndedEarlyError({ host: "lb", doing: "rehearse", saw: "a signal" }),
			new LabError("no lab"),
			new Error("a bug"),
		].map(exitCode),
		[0, 1, 2, 2, 2, 2, 3, 130, 3, 3],
	);
});

test("what was noted decides the exit code of pulumi's verbs", () => {
	using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-outcome-"));
	const notes = join(folder.path, "outcome");
	for (const [noted, words, exit] of [
		["", [], 3],
		["", ["--expect-no-changes"], 1],
		["ProgramError\n", [], 2],
		["ProgramError\nProgramError\n", ["--expect-no-changes"], 2],
		// the program failed because a host did, or because we did
		["RemoteError\nProgramError\n", [], 3],
		["TypeError\nProgramError\n", [], 3],
		["RemoteError\nDeclarationError\n", [], 2],
		["CheckFailedError\n", [], 1],
	] as const) {
		writeFileSync(notes, noted);
		assert.equal(outcomeCode(notes, words), exit, noted);
	}
	assert.equal(outcomeCode(join(folder.path, "nothere"), []), 3);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { CommanderError } from "commander";
import { exitCode } from "../../../src/cli/exit-code.ts";
import { PulumiError } from "../../../src/cli/pulumi/pulumi-error.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import {
	DeclarationError,
	DriftError,
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
			new LabError("no lab"),
			new Error("a bug"),
		].map(exitCode),
		[0, 1, 2, 2, 2, 2, 3, 3, 3],
	);
});

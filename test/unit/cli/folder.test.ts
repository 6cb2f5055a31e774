import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { exitCode } from "../../../src/cli/exit-code.ts";
import { run } from "../../../src/cli/run.ts";
import { runLvsctl } from "./run-lvsctl.ts";

// Every verb that takes a folder says the same of a wrong one, and that is wrong use.

suite("a wrong folder", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-folder-"));
		writeFileSync(join(home, "index.ts"), "");
		symlinkSync("loop", join(home, "loop"));
	});
	after(() => rmSync(home, { recursive: true }));

	const noProgram = "no Pulumi.yaml here; name the folder of a Pulumi program";
	const noLab = "no lab.ts here; name the folder of a lab";
	/** The words around the folder, and what is said of an empty one. */
	const verbs: readonly [string, string | undefined][] = [
		["up FOLDER", noProgram],
		["preview FOLDER", noProgram],
		["refresh FOLDER", noProgram],
		["destroy FOLDER", noProgram],
		["check FOLDER", noProgram],
		["status FOLDER", noProgram],
		["zero FOLDER", noProgram],
		["drain rs1 FOLDER", noProgram],
		["undrain rs1 FOLDER", noProgram],
		["failover FOLDER", noProgram],
		["failover lb1 FOLDER", noProgram],
		["standby lb1 FOLDER", noProgram],
		["diagnose FOLDER", noProgram],
		["forget rs1 FOLDER", noProgram],
		["backup /nowhere/copies FOLDER", noProgram],
		["restore /nowhere/copies FOLDER", noProgram],
		["render FOLDER", noProgram],
		["explain FOLDER", noProgram],
		["demo FOLDER", noProgram],
		// the shell gets node and pulumi without a lab too
		["env FOLDER", undefined],
		["lab up FOLDER", noLab],
		["lab status FOLDER", noLab],
		["lab logs rs1 -C FOLDER", noLab],
		["lab capture rs1 -C FOLDER", noLab],
		["lab reboot rs1 -C FOLDER", noLab],
		["lab reset rs1 -C FOLDER", noLab],
		["lab ssh -C FOLDER rs1", noLab],
		["lab exec -C FOLDER rs1 -- true", noLab],
	];
	for (const [verb, empty] of verbs)
		test(verb, async () => {
			const cases = [
				["/nonexistent", "no such folder"],
				[join(home, "index.ts"), "this is a file; name the folder it is in"],
				[join(home, "loop"), "it cannot be looked at (ELOOP)"],
				...(empty === undefined ? [] : [[home, empty]]),
			] as const;
			for (const [folder = "", message] of cases)
				await assert.rejects(
					run(verb.replace("FOLDER", folder).split(" ")),
					(error: Error) => {
						assert.equal(error.message, `${folder}: ${message}`);
						assert.equal(exitCode(error), 2);
						return true;
					},
				);
		});

	for (const verb of ["drain", "undrain", "forget", "standby"])
		test(`${verb} of two at a time`, async () =>
			assert.deepEqual(
				await runLvsctl([verb, "one", "two"], { folder: home }),
				{
					exit: 2,
					stdout: "",
					stderr: `two: no such folder; if it is one more to ${verb}, write a command for each: lvsctl ${verb} two`,
				},
			));

	test("is told in one line, and the process ends with 2", async () => {
		assert.deepEqual(await runLvsctl(["status"], { folder: home }), {
			exit: 2,
			stdout: "",
			stderr: `.: ${noProgram}`,
		});
	});

	test("pulumi is missed only in a good one", async () => {
		writeFileSync(join(home, "Pulumi.yaml"), "");
		for (const verb of ["status", "preview"])
			assert.deepEqual(await runLvsctl([verb], { folder: home }), {
				exit: 3,
				stdout: "",
				stderr:
					"pulumi is not on PATH; npm install --save-dev pulumi brings its official launcher. Or install it as https://www.pulumi.com/docs/install says, or, if nothing can be fetched, build it: script/setup of a checkout of pulumi-lvs",
			});
	});
});

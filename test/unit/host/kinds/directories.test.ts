import assert from "node:assert/strict";
import {
	existsSync,
	mkdtempSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import type { FoundDirectory } from "../../../../src/host/found-state.ts";
import { directories } from "../../../../src/host/kinds/directories.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { runSteps } from "./run-steps.ts";

const because = "a test";
const host = (found: Readonly<Record<string, FoundDirectory | undefined>>) => ({
	...clean(nothing),
	directories: found,
});
const situation = (
	wanted: Desired["directories"],
	found: Readonly<Record<string, FoundDirectory | undefined>>,
) => ({
	owner: "web-website",
	desired: { ...nothing, directories: wanted },
	observed: host(found),
});

suite("directories", () => {
	const by = "755 www-data:www-data";
	for (const [name, wanted, found, why] of [
		["none", "any", undefined, "missing"],
		["none of an owner", by, undefined, "missing"],
		["any will do", "any", { mode: "700", owner: "x:x 9:9" }, undefined],
		[
			"the owner by name",
			by,
			{ mode: "755", owner: "www-data:www-data 33:33" },
			undefined,
		],
		[
			"the owner by number",
			"755 33:33",
			{ mode: "755", owner: "www-data:www-data 33:33" },
			undefined,
		],
		[
			"another mode",
			by,
			{ mode: "700", owner: "www-data:www-data 33:33" },
			"mode is 700",
		],
		[
			"another owner",
			by,
			{ mode: "755", owner: "root:root 0:0" },
			"belongs to root:root",
		],
	] as const)
		test(`${name}: ${why ?? "nothing to do"}`, () => {
			const { steps } = directories.plan(
				situation({ "/www": wanted }, { "/www": found }),
			);
			assert.deepEqual(
				Object.values(steps ?? {})
					.flat()
					.map(({ because }) => because),
				why === undefined ? [] : [why],
			);
		});

	test("go back from the innermost on; one that only had to be there stays as it is", () => {
		const back = directories.giveBack(
			{ "/a": "absent", "/a/b": "absent", "/a/c": "700 33:33", "/d": "any" },
			situation({}, {}),
		);
		assert.deepEqual(
			Object.values(back)
				.flat()
				.map((step) => `${step.kind} ${"path" in step ? step.path : ""}`),
			["directory /a/c", "remove-directory /a/b", "remove-directory /a"],
		);
	});

	test("one of ours that is not empty is told", () => {
		assert.deepEqual(
			directories.left?.(
				{ "/a": "absent", "/b": "absent", "/c": "755 0:0" },
				host({
					"/a": { mode: "755", owner: "root:root 0:0" },
					"/b": undefined,
				}),
				nothing,
			),
			["/a: it is not empty"],
		);
	});

	test("a shell makes one, and removes it where nothing is in it", () => {
		const home = mkdtempSync(join(tmpdir(), "lvs-directories-"));
		after(() => rmSync(home, { recursive: true }));
		const path = join(home, "a b/c");
		const owner = `${process.getuid?.()}:${process.getgid?.()}`;
		const made = runSteps({
			kind: "directory",
			path,
			mode: "750",
			owner,
			because,
		});
		assert.deepEqual(made, { status: 0, stderr: "" });
		assert.equal(statSync(path).mode & 0o777, 0o750);
		writeFileSync(join(path, "theirs"), "");
		const remove = { kind: "remove-directory", path, because } as const;
		assert.equal(runSteps(remove).status, 0);
		assert.ok(existsSync(path));
		rmSync(join(path, "theirs"));
		assert.equal(runSteps(remove).status, 0);
		assert.ok(!existsSync(path));
	});
});

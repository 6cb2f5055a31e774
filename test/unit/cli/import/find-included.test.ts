import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { findIncluded } from "../../../../src/cli/import/find-included.ts";

suite("files that a keepalived.conf includes", () => {
	const home = mkdtempDisposableSync(join(tmpdir(), "lvs-included-"));
	after(() => home.remove());
	// a folder may have signs of a wildcard in its name
	const folder = join(home.path, "[lb] 1");
	mkdirSync(join(folder, "sites/sub"), { recursive: true });
	for (const name of ["b.conf", "a.conf", ".hidden.conf", "sub/c.conf"])
		writeFileSync(join(folder, "sites", name), name);
	const find = findIncluded(join(folder, "keepalived.conf"));

	for (const [pattern, from, names] of [
		["sites/*.conf", undefined, ["sites/a.conf", "sites/b.conf"]],
		["sites/{b,a}.conf", undefined, ["sites/a.conf", "sites/b.conf"]],
		["sites/.hidden.conf", undefined, ["sites/.hidden.conf"]],
		["sub/?.conf", "sites", ["sites/sub/c.conf"]],
		["../sites/a.conf", "sites", ["sites/a.conf"]],
		["nothing/*", undefined, []],
	] as const)
		test(`${pattern} of ${from ?? "the first file"}`, () => {
			assert.deepEqual(
				find?.(pattern, from && join(folder, from)).map(({ name }) => name),
				names.map((name) => join(folder, name)),
			);
		});

	test("an absolute name", () => {
		const name = join(home.path, "other.conf");
		writeFileSync(name, "text");
		assert.deepEqual(find?.(name, undefined), [
			{ name, folder: home.path, text: "text" },
		]);
	});

	test("a folder is none", () => {
		assert.deepEqual(find?.("sites/sub", undefined), [
			{ name: join(folder, "sites/sub"), problem: "this is a folder" },
		]);
	});
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
	cacheHome,
	folderHash,
	labDirectory,
	stateHome,
} from "../../../src/lab/directory.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "lvs-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test("state and cache follow LVS_…_HOME, then XDG, then the home directory", () => {
	assert.equal(stateHome({ LVS_STATE_HOME: "/s", XDG_STATE_HOME: "/x" }), "/s");
	assert.equal(stateHome({ XDG_STATE_HOME: "/x" }), "/x/pulumi-lvs");
	assert.equal(stateHome({}), join(homedir(), ".local/state/pulumi-lvs"));
	assert.equal(
		stateHome({ LVS_STATE_HOME: "", XDG_STATE_HOME: "" }),
		stateHome({}),
	);
	assert.equal(cacheHome({ LVS_CACHE_HOME: "/c" }), "/c");
	assert.equal(cacheHome({ XDG_CACHE_HOME: "/x" }), "/x/pulumi-lvs");
});

test("two copies of a folder are two labs, one folder under two names is one", () => {
	for (const name of ["one", "two"])
		mkdirSync(join(home, name, "02-dr"), { recursive: true });
	symlinkSync(join(home, "one"), join(home, "link"));
	const [one, two, link] = ["one", "two", "link"].map((name) =>
		folderHash(join(home, name, "02-dr")),
	);
	assert.notEqual(one, two);
	assert.equal(one, link);
	rmSync(join(home, "one/02-dr"), { recursive: true });
	assert.equal(folderHash(join(home, "one/02-dr")), one);
	assert.equal(folderHash(join(home, "link/02-dr")), one);
});

test("a lab's directory is short and says whose it is, whatever the folder's name", () => {
	const folder = join(home, "Meine Übung mit sehr langem Namen");
	mkdirSync(folder);
	assert.match(
		basename(labDirectory(folder, { LVS_STATE_HOME: "/s" })),
		/^meine-bung-m-[0-9a-f]{8}$/,
	);
});

import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { labDirectory } from "../../../src/lab/directory.ts";
import { findLab } from "../../../src/lab/find-lab.ts";
import { labHome, noteLab } from "./lab-home.ts";

const place = labHome();

test("a lab is found by its folder, by that folder's old path, and by its name", () => {
	noteLab(place.folder);
	const directory = labDirectory(place.folder, process.env);
	assert.equal(findLab(place.folder, process.env)?.directory, directory);
	assert.equal(findLab("lesson", process.env)?.directory, directory);
	rmSync(place.folder, { recursive: true });
	assert.equal(findLab(place.folder, process.env)?.directory, directory);
	assert.equal(findLab("another", process.env), undefined);
});

test("a name that two labs have is not guessed at", () => {
	noteLab(place.folder);
	const first = place.folder;
	place.folder = join(place.home, "copy");
	mkdirSync(place.folder);
	noteLab(place.folder);
	assert.throws(() => findLab("lesson", process.env), {
		name: "LabError",
		message: /2 labs have this name.*\/copy\n.*\/dr$/s,
	});
	assert.equal(findLab(first, process.env)?.state.folder, first);
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { LabError } from "../../../src/errors.ts";
import { labDirectory } from "../../../src/lab/directory.ts";
import { findLab } from "../../../src/lab/find-lab.ts";
import { lab } from "../../../src/lab/index.ts";
import { type LabState, writeLabState } from "../../../src/lab/state.ts";

let home: string;
let folder: string;
let before: string | undefined;
beforeEach(() => {
	home = realpathSync(mkdtempSync(join(tmpdir(), "lvs-")));
	folder = join(home, "dr");
	mkdirSync(folder);
	before = process.env.LVS_STATE_HOME;
	process.env.LVS_STATE_HOME = join(home, "s");
});
afterEach(() => {
	if (before === undefined) delete process.env.LVS_STATE_HOME;
	else process.env.LVS_STATE_HOME = before;
	rmSync(home, { recursive: true });
});

function record(change: Partial<LabState> = {}): void {
	const directory = labDirectory(folder, process.env);
	mkdirSync(directory, { recursive: true });
	writeLabState(directory, {
		version: 1,
		name: "lesson",
		folder,
		phase: "running",
		links: { lan: "172.18.0.0/24" },
		addresses: { lb: { lan: "172.18.0.66" } },
		running: {},
		memory: 512,
		accelerator: "tcg",
		image: "/cache/image",
		machines: {
			lb: {
				port: 4001,
				hostKey: "ssh-ed25519 AAAA",
				template: "/t",
				startedAt: 0,
			},
		},
		...change,
	});
}

test("the machines of a running lab say how they are reached and what key they must show", () => {
	record();
	assert.deepEqual(
		{ ...lab(folder) },
		{
			lb: {
				address: "127.0.0.1",
				port: 4001,
				user: "root",
				privateKeyFile: "/cache/image/key",
				hostKey: "ssh-ed25519 AAAA",
			},
		},
	);
});

test("a machine that the lab does not have is an error that lists those it has", () => {
	record();
	const machines = lab(folder);
	assert.throws(() => machines.rs1, {
		name: "LabError",
		message: /no machine rs1; machines are lb/,
	});
	assert.equal(JSON.stringify(Object.keys(machines)), '["lb"]');
	assert.ok(String(machines).startsWith("["));
});

test("no lab, and a lab whose start did not end, are errors that say what to do", () => {
	const toDo = { name: "LabError", message: /start it.*: lvsctl lab up / };
	assert.throws(() => lab(folder), toDo);
	record({ phase: "starting" });
	assert.throws(() => lab(folder), toDo);
});

test("a state of another format is not guessed at", () => {
	record({ version: 2 as 1 });
	assert.throws(() => lab(folder), LabError);
	assert.throws(() => lab(folder), /format 2/);
});

test("a lab is found by its folder, by that folder's old path, and by its name", () => {
	record();
	const directory = labDirectory(folder, process.env);
	assert.equal(findLab(folder, process.env)?.directory, directory);
	assert.equal(findLab("lesson", process.env)?.directory, directory);
	rmSync(folder, { recursive: true });
	assert.equal(findLab(folder, process.env)?.directory, directory);
	assert.equal(findLab("another", process.env), undefined);
});

test("a name that two labs have is not guessed at", () => {
	record();
	const first = folder;
	folder = join(home, "copy");
	mkdirSync(folder);
	record();
	assert.throws(() => findLab("lesson", process.env), {
		name: "LabError",
		message: /2 labs have this name.*\/copy\n.*\/dr$/s,
	});
	assert.equal(findLab(first, process.env)?.state.folder, first);
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
	endProcesses,
	findProcesses,
	identify,
	isAlive,
	isInUse,
} from "../../../src/lab/processes.ts";

const children: ChildProcess[] = [];
afterEach(() => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A process that does nothing, with these words on its command line. */
async function idle(...words: string[]): Promise<number> {
	const child = spawn(
		process.execPath,
		["-e", "setInterval(() => {}, 1e6)", "--", ...words],
		{ stdio: "ignore" },
	);
	children.push(child);
	while (identify(child.pid ?? 0) === undefined) await sleep(2);
	return child.pid ?? 0;
}

test("a process is known by its id and its start", async () => {
	const identity = identify(await idle());
	assert.ok(identity !== undefined);
	assert.ok(isAlive(identity));
	assert.ok(!isAlive({ ...identity, startTime: "1" }));
	assert.equal(identify(2 ** 22 + 1), undefined);
});

test("another process that got the id of an old one is not ended", async () => {
	const identity = identify(await idle());
	assert.ok(identity !== undefined);
	await endProcesses([{ ...identity, startTime: "1" }]);
	assert.ok(isAlive(identity));
	await endProcesses([identity]);
	assert.ok(!isAlive(identity));
});

test("processes of a lab are found by their command line, those of others are not", async () => {
	const machine = await idle("-pidfile", "/labs/one/lb.pid");
	const plugs = await idle("--lab-directory", "/labs/one", "{}");
	const others = [
		await idle("-pidfile", "/labs/one-more/lb.pid"),
		await idle("-F", "/labs/one/ssh_config"),
	];
	await sleep(50);
	const found = findProcesses("/labs/one").map(({ pid }) => pid);
	assert.deepEqual(found.sort(), [machine, plugs].sort());
	assert.ok(!others.some((pid) => found.includes(pid)));
});

test("a directory is in use while a process has a file below it open", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-"));
	try {
		mkdirSync(join(home, "one"));
		const file = openSync(join(home, "one/disk"), "w");
		assert.ok(isInUse(join(home, "one")));
		assert.ok(!isInUse(join(home, "on")));
		closeSync(file);
		assert.ok(!isInUse(join(home, "one")));
	} finally {
		rmSync(home, { recursive: true });
	}
});

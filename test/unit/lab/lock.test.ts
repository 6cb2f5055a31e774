import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../../src/lab/lock.ts";

const name = (of: string) => `test ${of} ${process.pid}`;
const quick = { waitSeconds: 0.3, report() {} };

test("two holders of one name do not overlap", async () => {
	const seen: string[] = [];
	const hold = (who: string) =>
		withLock(
			name("overlap"),
			async () => {
				seen.push(`${who} in`);
				await sleep(50);
				seen.push(`${who} out`);
			},
			{ waitSeconds: 5, report: (line) => seen.push(line) },
		);
	await Promise.all([hold("a"), hold("b")]);
	assert.deepEqual(
		seen.filter((line) => / (in|out)$/.test(line)),
		["a in", "a out", "b in", "b out"],
	);
	assert.equal(seen.filter((line) => line.startsWith("waiting")).length, 1);
});

test("a lock is free again after an error, and after its holder was killed", async () => {
	await assert.rejects(
		withLock(name("free"), () => Promise.reject(new Error("no")), quick),
		/no/,
	);
	const program = `
		import { withLock } from ${JSON.stringify(new URL("../../../src/lab/lock.ts", import.meta.url).href)};
		await withLock(${JSON.stringify(name("free"))}, async () => {
			console.log("held");
			await new Promise((resolve) => setTimeout(resolve, 1e6));
		}, { waitSeconds: 1, report() {} });`;
	const child = spawn(
		process.execPath,
		["--input-type=module", "-e", program],
		{
			stdio: ["ignore", "pipe", "inherit"],
		},
	);
	await once(child.stdout, "data");
	await assert.rejects(
		withLock(name("free"), async () => {}, quick),
		{ name: "LabError", message: /another lvsctl command/ },
	);
	child.kill("SIGKILL");
	await once(child, "exit");
	assert.equal(await withLock(name("free"), async () => "mine", quick), "mine");
});

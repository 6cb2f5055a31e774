import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcesses, isAlive } from "../../src/lab/processes.ts";
import { readLabState } from "../../src/lab/state.ts";
import {
	command,
	LVS,
	labState,
	pair,
	withFolder,
	withLab,
} from "./harness.ts";

test("after kill -9 of a machine, and of the switch, up brings them back with their disks", async () => {
	await withLab(pair, async (lab) => {
		await lab.run("a", "sh", "-c", "touch /root/mine; sync");
		const kill = async (pid: number | undefined) => {
			assert.ok(pid !== undefined);
			process.kill(pid, "SIGKILL");
			await sleep(100);
		};
		await kill(labState(lab).machines.a?.process?.pid);
		const status = await lab.lvsctl(["lab", "status"]);
		assert.equal(status.exit, 1);
		assert.match(status.stdout, /^a +off/m);
		assert.match(status.stdout, /^b +ready/m);
		assert.equal((await lab.lvsctl(["lab", "up"])).exit, 0);
		assert.equal(await lab.run("a", "ls", "/root"), "mine");
		await lab.run("b", "ping", "-q", "-c", "1", "172.18.0.1");

		await kill(labState(lab).switch?.pid);
		const { exit, stderr } = await lab.lvsctl(["lab", "up"]);
		assert.equal(exit, 0, stderr);
		assert.equal(await lab.run("a", "ls", "/root"), "mine");
		await lab.run("b", "ping", "-q", "-c", "1", "172.18.0.1");
		assert.equal(findProcesses(lab.directory).length, 3);
	});
});

test("what a killed up left is cleared by the next up, and by down", async () => {
	await withFolder(pair, async (lab) => {
		const killedUp = async () => {
			const child = spawn(LVS, ["lab", "up"], {
				cwd: lab.folder,
				env: lab.environment,
				stdio: "ignore",
			});
			while (findProcesses(lab.directory).length < 2) await sleep(5);
			child.kill("SIGKILL");
			const left = findProcesses(lab.directory);
			assert.ok(left.length >= 2, "the switch and a machine were left");
			assert.notEqual(readLabState(lab.directory)?.phase, "running");
			return left;
		};
		const first = await killedUp();
		const { exit, stderr } = await lab.lvsctl(["lab", "up"]);
		assert.equal(exit, 0, stderr);
		assert.ok(!first.some(isAlive), "the old processes ended");
		assert.equal(await lab.run("a", "hostname"), "a");
		assert.equal((await lab.lvsctl(["lab", "down"])).exit, 0);

		await killedUp();
		assert.equal((await lab.lvsctl(["lab", "down"])).exit, 0);
		assert.deepEqual(findProcesses(lab.directory), []);
		assert.deepEqual(readdirSync(join(lab.directory, "..")), []);
	});
});

test("Ctrl-C while it starts, and a start that fails, leave nothing", async () => {
	await withFolder(pair, async (lab) => {
		const child = spawn(LVS, ["lab", "up"], {
			cwd: lab.folder,
			env: lab.environment,
			stdio: "ignore",
		});
		while (findProcesses(lab.directory).length < 2) await sleep(5);
		child.kill("SIGINT");
		const [exit] = (await once(child, "exit")) as [number];
		assert.equal(exit, 130);
		assert.deepEqual(findProcesses(lab.directory), []);
		assert.ok(!existsSync(lab.directory));

		const { stdout } = await command(
			"sh",
			["-c", "command -v qemu-system-x86_64"],
			{ cwd: "/", environment: process.env },
		);
		const real = stdout.trim();
		const program = join(lab.folder, "program");
		mkdirSync(program);
		// A QEMU that tells its version and starts no machine.
		writeFileSync(
			join(program, "qemu-system-x86_64"),
			`#!/bin/sh\n[ "$*" = --version ] && exec ${real} --version\necho "no such device" >&2\nexit 1\n`,
			{ mode: 0o755 },
		);
		const { exit: failed, stderr } = await command(
			process.execPath,
			[resolve(import.meta.dirname, "../../dist/cli/main.js"), "lab", "up"],
			{
				cwd: lab.folder,
				environment: {
					...lab.environment,
					PATH: `${program}:${process.env.PATH}`,
				},
			},
		);
		assert.equal(failed, 3);
		assert.match(stderr, /qemu-system-x86_64: exit 1\n +no such device/);
		assert.deepEqual(findProcesses(lab.directory), []);
		assert.ok(!existsSync(lab.directory));
	});
});

test("a state directory with too long a name is refused before anything starts", async () => {
	await withFolder(pair, async (lab) => {
		const { exit, stderr } = await command(LVS, ["lab", "up"], {
			cwd: lab.folder,
			environment: {
				...lab.environment,
				LVS_STATE_HOME: join(lab.folder, "x".repeat(100)),
			},
		});
		assert.equal(exit, 3);
		assert.match(stderr, /107 bytes.*LVS_STATE_HOME/);
		assert.deepEqual(readdirSync(lab.folder), ["lab.ts"]);
	});
});

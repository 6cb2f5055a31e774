import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RemoteError } from "../../../../src/errors.ts";
import { connect } from "../../../../src/remote/ssh.ts";
import type { SshSession } from "../../../../src/remote/ssh-session.ts";
import { type SshServer, startSshServer } from "./ssh-server.ts";

let server: SshServer;
let session: SshSession;
const options = { doing: "test", timeoutSeconds: 20 };

before(async () => {
	server = await startSshServer({ pieces: 1000 });
	session = await connect(server.connection);
});
after(async () => {
	await session.close();
	await server.close();
});

async function alive(pid: number): Promise<boolean> {
	// The request to end and the kill are two seconds apart.
	for (let tries = 0; tries < 40; tries += 1) {
		try {
			process.kill(-pid, 0);
		} catch {
			return false;
		}
		await pause(100);
	}
	return true;
}

async function failure(run: Promise<unknown>): Promise<RemoteError> {
	const error = await run.then(
		() => assert.fail("it should have failed"),
		(thrown: unknown) => thrown,
	);
	assert.ok(error instanceof RemoteError, String(error));
	return error;
}

test("exit code, output and noise on standard error", async () => {
	assert.deepEqual(await session.run("echo out; echo noise >&2", options), {
		exit: 0,
		stdout: "out\n",
		stderr: "noise\n",
	});
	assert.equal((await session.run("exit 3", options)).exit, 3);
	assert.equal((await session.run("set -e; false; echo no", options)).exit, 1);
	assert.equal((await session.run("sh -c 'kill -9 $$'", options)).exit, 137);
});

test("the environment is the same everywhere", async () => {
	const { stdout } = await session.run(`umask; echo "$LC_ALL $PATH"`, options);
	assert.match(stdout, /^0?022\nC .*:\/usr\/sbin/);
});

test("a shell ended by a signal is an error that names it", async () => {
	const error = await failure(session.run("echo why >&2; kill -9 $$", options));
	assert.match(
		error.message,
		/root@127\.0\.0\.1:\d+: test: .*SIGKILL\n {2}why/,
	);
	assert.equal(error.beforeAnythingRan, false);
});

test("characters split over packets arrive whole", async () => {
	const text = "虚拟服务器-é🙂".repeat(500);
	const { stdout, stderr } = await session.run(
		`printf %s '${text}'; printf %s '${text}' >&2`,
		options,
	);
	assert.equal(stdout, text);
	assert.equal(stderr, text);
});

test("a script of 1 MB and an output of 5 MB pass", async () => {
	const script = `: '${"x".repeat(1_000_000)}'\nhead -c 5000000 /dev/zero | tr '\\0' y`;
	const { stdout } = await session.run(script, options);
	assert.equal(stdout.length, 5_000_000);
	assert.match(stdout, /^y*$/);
});

test("commands in a script cannot eat the rest of it", async () => {
	const { stdout } = await session.run("cat\nread -r x\necho after", options);
	assert.equal(stdout, "after\n");
});

test("a script may use descriptor 3, traps and background processes", async () => {
	const { stdout, exit } = await session.run(
		"trap 'echo trapped' EXIT; exec 3>&1; echo three >&3; sleep 0.01 & wait $!; exit 4",
		options,
	);
	assert.equal(stdout, "three\ntrapped\n");
	assert.equal(exit, 4);
});

test("a time limit ends the script and what it started, on the host too", async () => {
	const run = session.run("echo slow >&2; sleep 60 & sleep 61", {
		doing: "wait",
		timeoutSeconds: 0.5,
	});
	const error = await failure(run);
	assert.match(
		error.message,
		/wait: not finished after 0\.5 s, ended\n {2}slow/,
	);
	assert.equal(await alive(Number(server.processes.at(-1))), false);
});

test("a script that ignores the request to end is killed", async () => {
	const run = session.run("trap '' TERM; while :; do sleep 0.1; done", {
		doing: "wait",
		timeoutSeconds: 0.5,
	});
	await failure(run);
	assert.equal(await alive(Number(server.processes.at(-1))), false);
});

test("an error tells when output is kept open by a process left behind", async () => {
	const run = session.run("setsid sleep 1.5 & exit 0", {
		doing: "start",
		timeoutSeconds: 0.7,
	});
	assert.match(
		(await failure(run)).message,
		/ended with exit 0, but .*keeps its output open/,
	);
});

test("more output than anything of ours prints is refused", async () => {
	const run = session.run("head -c 70000000 /dev/zero", options);
	assert.match((await failure(run)).message, /more than 64 MB/);
	assert.equal(
		(await session.run("echo still here", options)).stdout,
		"still here\n",
	);
});

test("20 runs at once use 8 channels and all finish", async () => {
	const connections = server.accepted();
	const runs = Array.from({ length: 20 }, (_, n) =>
		session.run(`sleep 0.05; echo ${n}`, options),
	);
	const outputs = (await Promise.all(runs)).map(({ stdout }) => stdout);
	assert.deepEqual(
		outputs,
		Array.from({ length: 20 }, (_, n) => `${n}\n`),
	);
	assert.equal(server.mostChannels(), 8);
	assert.equal(server.accepted(), connections);
});

test("a connection lost in the middle is an error that says so, and the script ends", async () => {
	const lost = await startSshServer();
	try {
		const broken = await connect(lost.connection);
		const run = failure(broken.run("sleep 60", options));
		await pause(300);
		lost.dropClients();
		const error = await run;
		assert.match(error.message, /while the script ran/);
		assert.equal(error.beforeAnythingRan, false);
		assert.equal(broken.lost, true);
		assert.equal(await alive(Number(lost.processes[0])), false);
		const next = await failure(broken.run("true", options));
		assert.equal(next.beforeAnythingRan, true);
	} finally {
		await lost.close();
	}
});

test("close ends the scripts in flight and rejects them as interrupted", async () => {
	const other = await connect(server.connection);
	const run = failure(other.run("sleep 60", options));
	await pause(300);
	await other.close();
	assert.match((await run).message, /test: interrupted/);
	assert.equal(await alive(Number(server.processes.at(-1))), false);
});

test("a host that falls silent is noticed", async () => {
	const other = await connect(server.connection, { keepaliveSeconds: 0.1 });
	const group = (await other.run("ps -o ppid= -p $PPID", options)).stdout;
	assert.ok(group);
	await pause(600);
	assert.equal(other.lost, false, "a host that answers is not lost");
	await other.close();
});

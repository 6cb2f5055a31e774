import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RemoteError } from "../../../src/errors.ts";
import { connect } from "../../../src/ssh/ssh.ts";
import type { SshSession } from "../../../src/ssh/ssh-session.ts";
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
		/root@127\.0\.0\.1:\d+: test: .*SIGKILL:\n {4}why/,
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

test("a server that has no more sessions is asked again, a little later", async () => {
	const busy = await startSshServer({ maxSessions: 3 });
	const one = await connect(busy.connection);
	try {
		const runs = Array.from({ length: 8 }, (_, n) =>
			one.run(`sleep 0.1; echo ${n}`, options),
		);
		const outputs = (await Promise.all(runs)).map(({ stdout }) => stdout);
		assert.deepEqual(
			outputs,
			Array.from({ length: 8 }, (_, n) => `${n}\n`),
		);
		assert.equal(busy.commands.length, 8);
	} finally {
		await one.close();
		await busy.close();
	}
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

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RemoteError } from "../../../src/errors.ts";
import { sh } from "../../../src/ssh/shell.ts";
import { type ConnectOptions, connect } from "../../../src/ssh/ssh.ts";
import type { SshSession } from "../../../src/ssh/ssh-session.ts";
import { type SshServer, startSshServer } from "./ssh-server.ts";

const options = { doing: "wait", timeoutSeconds: 20 };

async function withSession(
	work: (session: SshSession, server: SshServer) => Promise<void>,
	connectOptions?: ConnectOptions,
) {
	const server = await startSshServer();
	try {
		const session = await connect(server.connection, connectOptions);
		await work(session, server);
		await session.close();
	} finally {
		await server.close();
	}
}

async function failure(run: Promise<unknown>): Promise<RemoteError> {
	const error = await run.then(
		() => assert.fail("it should have failed"),
		(thrown: unknown) => thrown,
	);
	assert.ok(error instanceof RemoteError, String(error));
	return error;
}

/** Resolves when the only script runs, and the session knows. */
async function begun(server: SshServer): Promise<void> {
	for (let tries = 0; server.processes.length === 0 && tries < 200; tries += 1)
		await pause(50);
	await pause(300);
}

/** Resolves when no process of the only script's group lives on the server. */
async function allGone({ processes }: SshServer): Promise<void> {
	assert.equal(processes.length, 1);
	const lives = () =>
		execFileSync("ps", ["-eo", "pgid=,stat="], { encoding: "utf8" })
			.split("\n")
			.map((line) => line.trim().split(/ +/))
			.some(
				([group, stat]) => group === `${processes[0]}` && stat?.[0] !== "Z",
			);
	for (let tries = 0; tries < 40; tries += 1) {
		if (!lives()) return;
		await pause(200);
	}
	assert.fail("the script is still running on the host");
}

describe("how a run ends", { concurrency: true }, () => {
	test("a time limit ends the script and what it started, on the host too", () =>
		withSession(async (session, server) => {
			const run = session.run("echo slow >&2; sleep 60 & sleep 61", {
				doing: "wait",
				timeoutSeconds: 1.5,
			});
			const { message } = await failure(run);
			assert.match(
				message,
				/wait: not finished after 1\.5 s and ended by us:\n {4}slow/,
			);
			await allGone(server);
		}));

	test("a script that ignores the request to end is killed", () =>
		withSession(async (session, server) => {
			const run = session.run("trap '' TERM; while :; do sleep 0.1; done", {
				doing: "wait",
				timeoutSeconds: 1.5,
			});
			await failure(run);
			await allGone(server);
		}));

	test("a script can tidy up when it is asked to end", () =>
		withSession(async (session) => {
			const file = join(tmpdir(), `tidied-${process.pid}`);
			const run = session.run(
				sh`trap ${sh`echo tidy > ${file}; exit`} TERM; sleep 60`,
				{ doing: "wait", timeoutSeconds: 1.5 },
			);
			await failure(run);
			await pause(500);
			const { stdout } = await session.run(
				sh`cat ${file}; rm ${file}`,
				options,
			);
			assert.equal(stdout, "tidy\n");
		}));

	test("what runs under setsid is not cut", () =>
		withSession(async (session) => {
			const script =
				"setsid -w sh -c 'sleep 4; echo survived >/dev/null' & echo $!; wait";
			const error = await failure(
				session.run(`${script}`, { doing: "wait", timeoutSeconds: 1.5 }),
			);
			assert.match(error.message, /not finished/);
			const left = await session.run(
				"ps -eo args | grep -c '[;] echo survived'",
				options,
			);
			assert.ok(Number(left.stdout) > 0);
		}));

	test("output kept open by a process left behind is told", () =>
		withSession(async (session) => {
			const run = session.run("setsid sleep 4 & exit 0", {
				doing: "start",
				timeoutSeconds: 2,
			});
			const { message } = await failure(run);
			assert.match(message, /ended with exit 0, but .*keeps its output open/);
		}));

	test("more output than the limit is refused, and the session goes on", () =>
		withSession(
			async (session) => {
				const run = session.run("head -c 3000000 /dev/zero", options);
				assert.match((await failure(run)).message, /more than 2 MB/);
				const next = await session.run("echo still here", options);
				assert.equal(next.stdout, "still here\n");
			},
			{ outputLimit: 2 * 1024 * 1024 },
		));

	test("a connection lost in the middle is told, and the script ends on the host", () =>
		withSession(async (session, server) => {
			const run = failure(session.run("sleep 60", options));
			await begun(server);
			server.dropClients();
			const error = await run;
			assert.match(error.message, /while the script ran/);
			assert.equal(error.beforeAnythingRan, false);
			assert.equal(session.lost, true);
			await allGone(server);
			const next = await failure(session.run("true", options));
			assert.equal(next.beforeAnythingRan, true);
		}));

	test("close ends the scripts in flight and rejects them as interrupted", () =>
		withSession(async (session, server) => {
			const run = failure(session.run("sleep 60", options));
			await begun(server);
			await session.close();
			assert.match((await run).message, /wait: interrupted\n/);
			await allGone(server);
		}));

	test("a host that falls silent is noticed, one that is only idle is not", () =>
		withSession(
			async (session, server) => {
				await pause(2500);
				assert.equal(session.lost, false);
				const run = failure(session.run("sleep 60", options));
				await begun(server);
				server.silence();
				const { message } = await run;
				assert.match(message, /has not answered for 2 s while the script ran/);
			},
			{ keepaliveSeconds: 0.5 },
		));
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RemoteError } from "../../../src/errors.ts";
import { SessionPool } from "../../../src/ssh/pool.ts";
import { type ConnectOptions, connect } from "../../../src/ssh/ssh.ts";
import type { SshSession } from "../../../src/ssh/ssh-session.ts";
import { newKey, type SshServer, startSshServer } from "./ssh-server.ts";

const run = { doing: "test", timeoutSeconds: 20 };

async function withServer(
	work: (
		server: SshServer,
		pool: SessionPool,
		lines: string[],
	) => Promise<void>,
) {
	const server = await startSshServer({ forwarding: true });
	const lines: string[] = [];
	const pool = new SessionPool({ connect, trace: (line) => lines.push(line) });
	try {
		await work(server, pool, lines);
	} finally {
		await pool.close();
		await server.close();
	}
}

test("all who ask at once share one connection; counters and trace tell", () =>
	withServer(async ({ connection, accepted, port }, pool, lines) => {
		const sessions = await Promise.all(
			Array.from({ length: 5 }, () => pool.session(connection)),
		);
		await Promise.all(sessions.map((session) => session.run("true", run)));
		assert.equal(accepted(), 1);
		const host = `root@127.0.0.1:${port}`;
		assert.equal(sessions[0]?.host, host);
		assert.deepEqual(pool.counters(), {
			[host]: { connections: 1, executions: 5 },
		});
		assert.equal(lines.length, 6);
		assert.match(String(lines[0]), /^connect root@127\.0\.0\.1:\d+ \d+ ms$/);
		assert.match(
			String(lines[1]),
			/^run root@127\.0\.0\.1:\d+ \d+ ms exit 0 test$/,
		);
	}));

test("a connection lost between two runs is opened again, one lost in a run is not", () =>
	withServer(async ({ connection, dropClients, accepted }, pool) => {
		const session = await pool.session(connection);
		await session.run("true", run);
		dropClients();
		assert.equal((await session.run("echo again", run)).stdout, "again\n");
		dropClients();
		await pause(100);
		assert.equal((await session.run("echo again", run)).stdout, "again\n");
		assert.equal(accepted(), 3);
		const broken = assert.rejects(
			session.run("sleep 30", run),
			/while the script ran/,
		);
		await pause(300);
		dropClients();
		await broken;
		assert.equal(accepted(), 3);
	}));

test("a failed attempt is shared by those who wait, and forgotten", () =>
	withServer(async ({ connection, accepted }, pool) => {
		const wrong = { ...connection, privateKey: newKey().private };
		const both = await Promise.allSettled([
			pool.session(wrong),
			pool.session(wrong),
		]);
		assert.deepEqual(
			both.map(({ status }) => status),
			["rejected", "rejected"],
		);
		assert.equal(accepted(), 1);
		assert.equal(
			(await (await pool.session(connection)).run("echo x", run)).stdout,
			"x\n",
		);
	}));

test("exclusive runs one after the other on a host, at the same time on two, and goes on after a failure", () =>
	withServer(async ({ connection }, pool) => {
		const other = await startSshServer();
		const order: string[] = [];
		const work = (name: string, milliseconds: number) => async () => {
			order.push(`${name} begins`);
			await pause(milliseconds);
			order.push(`${name} ends`);
			if (name === "a") throw new Error("a failed");
		};
		await Promise.all([
			pool.session(connection),
			pool.session(other.connection),
		]);
		const done = await Promise.allSettled([
			pool.exclusive(connection, work("a", 100)),
			pool.exclusive({ ...connection, sudo: false }, work("b", 1)),
			pool.exclusive(other.connection, work("c", 1)),
		]);
		assert.deepEqual(
			done.map(({ status }) => status),
			["rejected", "fulfilled", "fulfilled"],
		);
		assert.ok(
			order.indexOf("a ends") < order.indexOf("b begins"),
			order.join(),
		);
		assert.ok(order.indexOf("c ends") < order.indexOf("a ends"), order.join());
		await other.close();
	}));

test("hosts behind one jump host share one connection to it", () =>
	withServer(async (jump, pool) => {
		const hosts = await Promise.all([startSshServer(), startSshServer()]);
		const sessions = await Promise.all(
			hosts.map(({ connection }) =>
				pool.session({ ...connection, jump: jump.connection }),
			),
		);
		for (const session of sessions)
			assert.equal((await session.run("echo far", run)).stdout, "far\n");
		assert.equal(jump.accepted(), 1);
		jump.dropClients();
		await pause(100);
		assert.equal((await sessions[0]?.run("echo far", run))?.stdout, "far\n");
		assert.equal(jump.accepted(), 2);
		await pool.close();
		for (const host of hosts) await host.close();
	}));

test("at most 30 connections start at once, and 8 behind one jump host", async () => {
	let starting = 0;
	let most = 0;
	const slow = async (_: unknown, __: ConnectOptions) => {
		starting += 1;
		most = Math.max(most, starting);
		await pause(20);
		starting -= 1;
		return { lost: false, close: async () => {} } as unknown as SshSession;
	};
	const addresses = Array.from({ length: 70 }, (_, n) => `10.0.0.${n}`);
	const direct = new SessionPool({ connect: slow });
	await Promise.all(addresses.map((address) => direct.session({ address })));
	assert.equal(most, 30);
	most = 0;
	const behind = new SessionPool({ connect: slow });
	const jump = { address: "10.1.0.1" };
	await Promise.all(
		addresses.map((address) => behind.session({ address, jump })),
	);
	assert.equal(most, 8);
});

test("close rejects what runs, what dials and what comes later as interrupted", () =>
	withServer(async ({ connection }, pool) => {
		const gone = await startSshServer();
		await gone.close();
		const session = await pool.session(connection);
		const isInterrupt = (error: unknown) =>
			error instanceof RemoteError && / interrupted/.test(error.message);
		const running = assert.rejects(session.run("sleep 30", run), isInterrupt);
		const dialling = assert.rejects(pool.session(gone.connection), isInterrupt);
		await pause(300);
		const started = performance.now();
		await pool.close();
		await running;
		await dialling;
		assert.ok(performance.now() - started < 5000);
		await assert.rejects(pool.session(connection), isInterrupt);
		await assert.rejects(session.run("true", run), isInterrupt);
	}));

test("an idle pool does not keep the process alive, a run does", () =>
	withServer(async ({ connection, port }) => {
		const source = (script: string) => `
			import { SessionPool } from ${JSON.stringify(new URL("../../../src/ssh/pool.ts", import.meta.url))};
			import { connect } from ${JSON.stringify(new URL("../../../src/ssh/ssh.ts", import.meta.url))};
			const connection = JSON.parse(process.env.CONNECTION);
			const jump = process.env.JUMP ? connection : undefined;
			const pool = new SessionPool({ connect });
			const session = await pool.session(jump ? { ...connection, jump } : connection);
			${script}
			console.log("end of program");`;
		const program = (script: string, jump: string) =>
			new Promise<string>((resolve, reject) => {
				const child = spawn(
					process.execPath,
					["--input-type=module", "-e", source(script)],
					{
						env: {
							...process.env,
							CONNECTION: JSON.stringify(connection),
							JUMP: jump,
						},
						stdio: ["ignore", "pipe", "inherit"],
						timeout: 30_000,
						killSignal: "SIGKILL",
					},
				);
				let out = "";
				child.stdout.on("data", (data) => {
					out += data;
				});
				child.on("close", (code, signal) =>
					code === 0
						? resolve(out)
						: reject(new Error(`exit ${code}, signal ${signal}: ${out}`)),
				);
			});
		assert.ok(port > 0);
		assert.equal(await program("", ""), "end of program\n");
		const runs = `console.log((await session.run("sleep 0.3; echo ran", { doing: "x", timeoutSeconds: 20 })).stdout.trim());`;
		assert.equal(await program(runs, ""), "ran\nend of program\n");
		assert.equal(await program(runs, "yes"), "ran\nend of program\n");
	}));

test("who waits for a turn shares one attempt to reach the host, its time and its error", async () => {
	const asked: (number | undefined)[] = [];
	const pool = new SessionPool({
		connect: async (_connection, { connectSeconds }) => {
			asked.push(connectSeconds);
			await pause(20);
			throw new Error("nobody is there");
		},
	});
	const connection = { address: "192.0.2.1" };
	const answers = await Promise.allSettled(
		[1, 2, 3].map(() =>
			pool.exclusive(connection, async () => assert.fail(), {
				connectSeconds: 7,
			}),
		),
	);
	assert.deepEqual(
		answers.map(({ status }) => status),
		["rejected", "rejected", "rejected"],
	);
	assert.deepEqual(asked, [7]);
});

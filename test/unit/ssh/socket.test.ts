import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, suite, test } from "node:test";
import { openSocket } from "../../../src/ssh/socket.ts";

// A program that listens and never accepts: once its queue is full the kernel leaves further attempts without an answer.
suite("nobody answers", () => {
	const address = "127.0.0.1";
	const sleeper = spawn(process.execPath, [
		"-e",
		`const server = require("node:net").createServer().listen({ host: "${address}", port: 0, backlog: 1 }, () => {
			require("node:fs").writeSync(1, String(server.address().port));
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		});`,
	]);
	let port = 0;
	const queued: ReturnType<typeof connect>[] = [];
	before(async () => {
		const [said] = await once(sleeper.stdout, "data");
		port = Number(said);
		for (let n = 0; n < 4; n += 1)
			queued.push(connect(port, address).on("error", () => {}));
		await once(queued[1] ?? assert.fail(), "connect");
	});
	after(() => {
		for (const socket of queued) socket.destroy();
		sleeper.kill("SIGKILL");
	});

	test("is an error after the seconds, whole or not", () =>
		assert.rejects(
			openSocket({
				address,
				port,
				seconds: 0.1234567,
				signal: new AbortController().signal,
			}),
			{ code: "ETIMEDOUT" },
		));

	test("ends at once when aborted, with the signal's reason", async () => {
		const abort = new AbortController();
		const opening = openSocket({
			address,
			port,
			seconds: 60,
			signal: abort.signal,
		});
		const reason = new Error("enough");
		setTimeout(() => abort.abort(reason), 20);
		await assert.rejects(opening, reason);
		await assert.rejects(
			openSocket({ address, port, seconds: 60, signal: abort.signal }),
			reason,
		);
	});
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { openQmp } from "../../../src/lab/qmp.ts";
import { readLines } from "../../../src/lab/socket.ts";

let home: string;
let server: Server;
let answer: (command: string, socket: Socket) => string;

/** A monitor as QEMU's: a greeting, then one answer for each command, with events between. */
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), "lvs-"));
	server = createServer((socket) => {
		socket.on("error", () => {});
		socket.write('{"QMP": {"version": {}}}\r\n');
		readLines(socket, (line) => {
			const { execute } = JSON.parse(line) as { execute: string };
			socket.write(
				execute === "qmp_capabilities"
					? '{"return": {}}\r\n'
					: answer(execute, socket),
			);
		});
	});
	await new Promise<void>((resolve) => {
		server.listen(join(home, "qmp"), () => resolve());
	});
});
afterEach(() => {
	server.close();
	rmSync(home, { recursive: true });
});

test("answers belong to their commands, whatever events come between", async () => {
	answer = (command) =>
		`{"event": "STOP"}\r\n{"return": {"status": "${command}"}}\r\n`;
	const qmp = await openQmp(join(home, "qmp"));
	const stopped = qmp.event("STOP", 1);
	assert.deepEqual(
		await Promise.all([qmp.execute("one"), qmp.execute("two")]),
		[{ status: "one" }, { status: "two" }],
	);
	await stopped;
	qmp.close();
});

test("a refused command is an error with QEMU's words", async () => {
	answer = () => '{"error": {"class": "GenericError", "desc": "not now"}}\r\n';
	const qmp = await openQmp(join(home, "qmp"));
	await assert.rejects(qmp.execute("cont"), {
		name: "LabError",
		message: /cont: not now/,
	});
	qmp.close();
});

test("a machine that dies while it is asked is an error, not a wait", async () => {
	answer = (_, socket) => {
		socket.destroy();
		return "";
	};
	const qmp = await openQmp(join(home, "qmp"));
	await assert.rejects(qmp.execute("cont"), /the machine went away/);
	await assert.rejects(qmp.execute("cont"), /the machine went away/);
});

test("a machine that dies while its event is waited for is an error at once", async () => {
	answer = (_, socket) => {
		setTimeout(() => socket.destroy(), 20);
		return '{"return": {}}\r\n';
	};
	const qmp = await openQmp(join(home, "qmp"));
	await Promise.all([
		assert.rejects(qmp.event("RESET", 1), /the machine went away/),
		qmp.execute("system_reset"),
	]);
	await assert.rejects(qmp.event("RESET", 1), /the machine went away/);
});

test("an event that does not come is an error after its time", async () => {
	const qmp = await openQmp(join(home, "qmp"));
	await assert.rejects(qmp.event("RESET", 0.05), /no RESET within 0.05 s/);
	qmp.close();
});

test("a socket nobody listens on is an error after its time", async () => {
	await assert.rejects(openQmp(join(home, "none"), 0.05), {
		name: "LabError",
		message: /ENOENT/,
	});
});

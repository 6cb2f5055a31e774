import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after as afterAll, before, suite, test } from "node:test";
import { spread, spreadCheck } from "../../../src/smoke/spread.ts";
import type { Session } from "../../../src/ssh/session.ts";
import { clusterOf } from "./service.ts";

// The script of the check, run by this machine's own shell and curl against a server that walks the round 2:3.

suite("spread with the real curl", () => {
	const round = ["rs2", "rs1", "rs2", "rs1", "rs2"];
	const ports: number[] = [];
	const server = createServer((request, response) => {
		const turn = ports.push(request.socket.remotePort ?? 0) - 1;
		if (turn >= silentFrom) request.socket.destroy();
		else response.end(`<h1>${round[turn % round.length]}</h1>\n${after}`);
	});
	let silentFrom = Number.POSITIVE_INFINITY;
	let after = "";

	before(
		() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)),
	);
	afterAll(() => server.close());

	const run = async (requests: number) => {
		ports.length = 0;
		const { port } = server.address() as AddressInfo;
		const declared = spread({ service: "http", requests });
		const resolved = spreadCheck.resolve(declared, clusterOf("wrr", [2, 3]));
		return spreadCheck.run(
			{ ...resolved, urls: [`http://127.0.0.1:${port}/`] },
			local,
			local,
		);
	};

	test("counts every answer, each over a connection from a port of its own", async () => {
		const result = await run(10);
		assert.equal(result.saw, "rs1 4, rs2 6");
		assert.equal(result.passed, true);
		assert.equal(new Set(ports).size, 10);
	});

	test("a run right after another uses other ports", async () => {
		await run(40);
		const first = new Set(ports);
		await run(40);
		assert.equal(ports.filter((port) => first.has(port)).length, 0);
		assert.equal(new Set(ports).size, 40);
	});

	test("a page that prints a mark of an earlier version is one answer", async () => {
		after = "\n@answer 200\n\n@answer 200\n";
		const { counts } = await run(5);
		after = "";
		assert.equal(
			Object.values(counts).reduce((sum, count) => sum + count, 0),
			5,
		);
	});

	test("ends at the first connection without an answer", async () => {
		silentFrom = 3;
		const result = await run(10);
		assert.match(
			result.saw,
			/^rs1 1, rs2 2; connection 4 got no answer \(curl exit 52\)$/,
		);
		assert.equal(ports.length, 4);
	});
});

/** This machine as the client. */
const local: Session = {
	host: "here",
	run: (script) =>
		new Promise((resolve, reject) => {
			const child = spawn("sh", ["-s"], { stdio: ["pipe", "pipe", "pipe"] });
			const text = { stdout: "", stderr: "" };
			for (const stream of ["stdout", "stderr"] as const)
				child[stream].setEncoding("utf8").on("data", (part: string) => {
					text[stream] += part;
				});
			child.once("error", reject);
			child.once("close", (exit) => resolve({ exit: exit ?? -1, ...text }));
			child.stdin.end(script);
		}),
};

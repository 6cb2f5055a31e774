import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { LoadOptions } from "../../../src/drill/load-options.ts";
import { startLoad } from "../../../src/drill/running-load.ts";
import { wrapScript } from "../../../src/ssh/script.ts";
import type { Session } from "../../../src/ssh/session.ts";
import { behindProxy } from "../smoke/local-session.ts";

// The script of the load, run by this machine's own shell and curl against a server that answers as a case needs it.

/** This machine as the client. */
const localWith = (environment: NodeJS.ProcessEnv): Session => ({
	host: "here",
	run: (script) =>
		new Promise((resolve, reject) => {
			const child = spawn("sh", ["-s"], {
				env: environment,
				stdio: ["pipe", "pipe", "pipe"],
			});
			const text = { stdout: "", stderr: "" };
			for (const stream of ["stdout", "stderr"] as const)
				child[stream].setEncoding("utf8").on("data", (part: string) => {
					text[stream] += part;
				});
			child.once("error", reject);
			child.once("close", (exit) =>
				resolve({
					exit: exit ?? -1,
					stdout: text.stdout.replace("marker\n", ""),
					stderr: text.stderr,
				}),
			);
			// it stays open, as that of a session does
			child.stdin.write(wrapScript(script, "marker"));
			child.once("exit", () => child.stdin.end());
		}),
});

async function underLoad(
	answer: RequestListener,
	options: Partial<LoadOptions>,
	meanwhile: (server: ReturnType<typeof createServer>) => Promise<unknown>,
	environment = process.env,
) {
	const server = createServer(answer);
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const { port } = server.address() as AddressInfo;
	try {
		const load = startLoad(localWith(environment), {
			url: "http://www.lab.test/",
			to: `127.0.0.1:${port}`,
			rate: 5,
			timeoutSeconds: 2,
			hold: 2,
			stallSeconds: 3,
			...options,
		});
		await Promise.race([load.broken, meanwhile(server)]);
		return await load.stop();
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

const page: RequestListener = (_request, response) => {
	response.setHeader("X-Real-Server", "rs1");
	response.end("<h1>rs2</h1>\n");
};

suite("the load of a drill with the real curl", () => {
	test("requests come at their pace, held connections live, and a header names the real server", async () => {
		const { requests, held } = await underLoad(page, {}, () => sleep(2500));
		assert.ok(
			requests.length >= 8 && requests.length <= 13,
			`${requests.length}`,
		);
		assert.deepEqual(
			requests.filter(({ answer }) => answer?.by !== "rs1" || answer.lost),
			[],
		);
		assert.deepEqual(
			held.map(({ by, end }) => [by, end?.whole]),
			[
				["rs1", true],
				["rs1", true],
			],
		);
	});

	for (const [held, download] of [
		["requests", undefined],
		["a download", "/large"],
	] as const)
		test(`goes straight to the VIP where the client's user has a proxy, also what is held by ${held}`, async () => {
			const home = mkdtempSync(join(tmpdir(), "lvs-home-"));
			const agents: string[] = [];
			try {
				const found = await underLoad(
					(request, response) => {
						agents.push(request.headers["user-agent"] ?? "none");
						if (request.url !== "/large") return page(request, response);
						response.end(Buffer.alloc(4_000_000));
					},
					{
						hold: 1,
						timeoutSeconds: 10,
						...(download === undefined ? {} : { download }),
					},
					async () => {
						const end = Date.now() + 20_000;
						while (agents.length < 4 && Date.now() < end) await sleep(20);
					},
					behindProxy(home),
				);
				const lost = found.requests.filter(({ answer }) => answer?.lost);
				assert.deepEqual([found.requests.length > 0, lost], [true, []]);
				assert.deepEqual(
					found.held.map(({ end }) => end?.whole),
					[true],
				);
				assert.ok(!agents.includes("mine"), agents.join());
			} finally {
				rmSync(home, { recursive: true });
			}
		});

	test("a page without such a header names it by its title", async () => {
		const { requests } = await underLoad(
			(_request, response) => response.end("<h1>rs2</h1>\n"),
			{ hold: 0 },
			() => sleep(500),
		);
		assert.equal(requests[0]?.answer?.by, "rs2");
	});

	test("a request that hangs holds up no other, and is lost after its own time", async () => {
		let asked = 0;
		const { requests } = await underLoad(
			(request, response) => {
				asked += 1;
				if (asked !== 3) page(request, response);
			},
			{ hold: 0 },
			() => sleep(2000),
		);
		assert.ok(requests.length >= 9, `${requests.length}`);
		const lost = requests.filter(({ answer }) => answer?.lost);
		assert.deepEqual(
			lost.map(({ answer }) => answer?.lost),
			["timed out"],
		);
		// curl's clock may be a millisecond early
		const took = lost[0]?.answer?.took ?? 0;
		assert.ok(took >= 1.99, `${took}`);
	});

	test("refused, reset and wrong are told apart, and connections that broke are seen", async () => {
		let asked = 0;
		const { requests, held } = await underLoad(
			(request, response) => {
				if (request.headers.connection === "keep-alive") {
					page(request, response);
					return;
				}
				asked += 1;
				if (asked % 2 === 0) request.socket.destroy();
				else response.writeHead(503).end();
			},
			{},
			async (server) => {
				await sleep(1200);
				for (const end = Date.now() + 20_000; asked < 3; await sleep(20))
					assert.ok(Date.now() < end, `${asked} asked`);
				server.close();
				server.closeAllConnections();
				await sleep(800);
			},
		);
		const kinds = requests.map(({ answer }) => answer?.lost);
		assert.deepEqual(
			[...new Set(kinds)].sort(),
			["refused", "reset", "wrong status"],
			kinds.join(),
		);
		assert.deepEqual(
			held.map(({ end }) => end?.whole),
			[false, false],
		);
	});

	test("slow downloads are held where something large is named", async () => {
		// the last byte of each download but the first comes when `rest` is
		let asked = 0;
		const large =
			(rest: Promise<unknown>): RequestListener =>
			async (request, response) => {
				const [, last] = /-(\d+)$/.exec(request.headers.range ?? "") ?? [];
				if (last === undefined) return page(request, response);
				asked += 1;
				response.write(Buffer.alloc(Number(last)));
				if (asked > 1) await rest;
				response.end("x");
			};
		const options = { download: "/large" };
		const whole = await underLoad(large(sleep(2000)), options, () =>
			sleep(1500),
		);
		assert.deepEqual(
			whole.held.map(({ end }) => end?.whole),
			[true, true],
		);
		asked = 0;
		const never = new Promise(() => {});
		const broken = await underLoad(large(never), options, async (server) => {
			await sleep(1500);
			server.close();
			server.closeAllConnections();
		});
		assert.deepEqual(
			broken.held.map(({ end }) => end?.whole),
			[false, false],
		);
	});

	test("what is too small to be held is refused, with its size", async () => {
		await assert.rejects(
			underLoad(page, { download: "/" }, () => sleep(5000)),
			/download \/: 13 bytes came/,
		);
	});
});

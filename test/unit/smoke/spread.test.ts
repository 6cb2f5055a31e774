import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after as afterAll, before, suite, test } from "node:test";
import { DeclarationError, RemoteError } from "../../../src/errors.ts";
import {
	formatResult,
	resolveCheck,
	runCheck,
} from "../../../src/smoke/checks.ts";
import { spread, spreadCheck } from "../../../src/smoke/spread.ts";
import type { Execution, Session } from "../../../src/ssh/session.ts";
import { behindProxy, local, localWith } from "./local-session.ts";
import { clusterOf } from "./service.ts";
import { withMark } from "./with-mark.ts";

suite("spread against the cluster", () => {
	test("asks the VIP at the service's port, 100 times by default", () => {
		const { urls, requests, shares } = spreadCheck.resolve(
			spread({ service: "admin" }),
			clusterOf("wrr", [2, 3]),
		);
		assert.deepEqual(urls, ["http://172.18.0.70:8080/"]);
		assert.equal(requests, 100);
		assert.deepEqual(shares.rs1, { least: 38, most: 42, expected: 40 });
	});

	const web = clusterOf("wrr", [2, 3]);
	for (const [name, args, cluster, problem] of [
		[
			"a service that is not there",
			{ service: "htp" },
			web,
			'service: no service "htp"; the cluster has http, admin',
		],
		[
			"no requests",
			{ service: "http", requests: 0 },
			web,
			"requests: write a whole number, 1 or more",
		],
		[
			"half a request",
			{ service: "http", requests: 1.5 },
			web,
			"requests: write a whole number, 1 or more",
		],
		[
			"a scheduler that promises nothing",
			{ service: "http" },
			clusterOf("lc", [1, 1]),
			/^service: scheduler lc \(.+\) promises no shares for separate connections with these weights; rr and wrr do$/,
		],
		[
			"all servers drained",
			{ service: "http" },
			clusterOf("rr", [0, 0]),
			/^service: scheduler rr \(.+\) promises no shares/,
		],
	] as const)
		test(`${name} is refused`, () => {
			assert.throws(
				() => spreadCheck.resolve(spread(args), cluster),
				(error) => {
					assert.ok(error instanceof DeclarationError);
					const [head, said = ""] = error.message.split("\n  ");
					assert.equal(head, "spread of cluster web: 1 problem");
					if (typeof problem === "string") assert.equal(said, problem);
					else assert.match(said, problem);
					return true;
				},
			);
		});
});

/** What the client's curl prints for these answers: a page each, or `undefined` for none. */
const printed = (...answers: (string | undefined)[]) =>
	answers
		.map((page) =>
			page === undefined
				? "\n@MARK 000\n"
				: `${page.startsWith("HTTP") ? "" : "HTTP/1.1 200 OK\r\n\r\n"}${page}\n@MARK 200\n`,
		)
		.join("");
const times = (count: number, page: string) =>
	Array.from({ length: count }, () => page);
const rs1 = "<h1>rs1</h1>\n";
const rs2 = "<h1>rs2</h1>\n";

function answering(execution: Partial<Execution>) {
	const scripts: string[] = [];
	const client: Session = {
		host: "root@client:22",
		async run(script) {
			scripts.push(script);
			const { exit = 0, stdout = "", stderr = "" } = execution;
			return { exit, stdout: withMark(script, stdout), stderr };
		},
	};
	return { client, scripts };
}

suite("spread on the client", () => {
	const resolved = (requests: number) =>
		spreadCheck.resolve(
			spread({ service: "http", requests }),
			clusterOf("wrr", [2, 3]),
		);
	const run = (requests: number, execution: Partial<Execution>) =>
		spreadCheck.run(
			resolved(requests),
			answering(execution).client,
			answering({}).client,
		);

	test("knows a real server by its header before its page", async () => {
		const from = (name: string) =>
			`HTTP/1.1 200 OK\r\nX-Real-Server: ${name}\r\n\r\n<h1>welcome</h1>\n\nand more`;
		const result = await run(10, {
			stdout: printed(...times(4, from("rs1")), ...times(6, from("rs2"))),
		});
		assert.equal(result.saw, "rs1 4, rs2 6");
		assert.equal(result.passed, true);
	});

	test("knows a real server by another header that a website declares", async () => {
		const from = (name: string) =>
			`HTTP/1.1 200 OK\r\nX-Node: ${name}\r\n\r\n<h1>welcome</h1>\n\nand more`;
		const resolved = resolveCheck(
			spread({ service: "http", requests: 10 }),
			clusterOf("wrr", [2, 3]),
			["X-Node"],
		);
		const { saw } = await runCheck(
			resolved,
			answering({
				stdout: printed(...times(4, from("rs1")), ...times(6, from("rs2"))),
			}).client,
			answering({}).client,
		);
		assert.equal(saw, "rs1 4, rs2 6");
	});

	test("passes where each real server has its share", async () => {
		const result = await run(10, {
			stdout: printed(...times(4, rs1), ...times(6, rs2)),
		});
		assert.equal(
			formatResult(result),
			`passed: spread of http
  did       10 separate connections to http://172.18.0.70:80/
  expected  rs1 4 (2 to 6), rs2 6 (3 to 9)
  saw       rs1 4, rs2 6`,
		);
		assert.deepEqual(result.counts, { rs1: 4, rs2: 6 });
	});

	for (const [saw, passed, ...pages] of [
		["rs1 2, rs2 8", true, ...times(2, rs1), ...times(8, rs2)],
		["rs1 1, rs2 9", false, ...times(1, rs1), ...times(9, rs2)],
		["rs1 7, rs2 3", false, ...times(7, rs1), ...times(3, rs2)],
		["rs1 10, rs2 0", false, ...times(10, rs1)],
	] as const)
		test(`${passed ? "passes" : "fails"} for ${saw}`, async () => {
			const result = await run(10, { stdout: printed(...pages) });
			assert.deepEqual([result.saw, result.passed], [saw, passed]);
		});

	test("fails on a page that names no real server, and quotes it", async () => {
		const result = await run(10, {
			stdout: printed(
				...times(3, rs1),
				...times(6, rs2),
				"<title>503 Service Unavailable</title>",
			),
		});
		assert.equal(result.passed, false);
		assert.equal(
			result.saw,
			'rs1 3, rs2 6, "<title>503 Service Unavailable</title>" 1',
		);
	});

	test("fails on a page of a machine that is not in the cluster", async () => {
		const result = await run(10, {
			stdout: printed(...times(4, rs1), ...times(5, rs2), "<h1>rs9</h1>\n"),
		});
		assert.equal(result.passed, false);
		assert.equal(result.counts['"<h1>rs9</h1>"'], 1);
	});

	test("counts no line of a page as an answer of its own", async () => {
		const page = "<h1>x</h1>\n@answer 200\n\n@answer 200\n";
		const result = await run(10, {
			stdout: printed(...times(4, rs1), ...times(5, rs2), page),
		});
		assert.equal(
			result.saw,
			'rs1 4, rs2 5, "<h1>x</h1>\\n@answer 200\\n\\n@answer 200" 1',
		);
	});

	test("fails where a connection got no answer, and says which", async () => {
		const result = await run(10, {
			exit: 28,
			stdout: printed(rs1, rs2, rs2, undefined),
		});
		assert.equal(result.passed, false);
		assert.equal(
			result.saw,
			"rs1 1, rs2 2; connection 4 got no answer (curl exit 28)",
		);
	});

	test("fails for one connection without an answer, also where the shares are right", async () => {
		const result = await run(10, {
			exit: 28,
			stdout: printed(...times(4, rs1), ...times(5, rs2), undefined),
		});
		assert.equal(result.passed, false);
		assert.equal(
			result.saw,
			"rs1 4, rs2 5; connection 10 got no answer (curl exit 28)",
		);
	});

	test("fails where nobody answered", async () => {
		const result = await run(10, { exit: 7 });
		assert.equal(result.passed, false);
		assert.equal(
			result.saw,
			"rs1 0, rs2 0; connection 1 got no answer (curl exit 7)",
		);
	});

	test("without curl on the client it is no answer about the cluster", async () => {
		await assert.rejects(run(10, { exit: 127 }), (error) => {
			assert.ok(error instanceof RemoteError);
			assert.equal(
				error.message,
				"root@client:22: look for curl: it is not installed\n  Install curl on the client machine.",
			);
			return true;
		});
	});

	test("is one execution", async () => {
		const { client, scripts } = answering({});
		await spreadCheck.run(resolved(10), client, client);
		assert.equal(scripts.length, 1);
	});
});

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

	const run = async (requests: number, client = local) => {
		ports.length = 0;
		const { port } = server.address() as AddressInfo;
		const declared = spread({ service: "http", requests });
		const resolved = spreadCheck.resolve(declared, clusterOf("wrr", [2, 3]));
		return spreadCheck.run(
			{ ...resolved, urls: [`http://127.0.0.1:${port}/`] },
			client,
			client,
		);
	};

	test("goes straight to the VIP where the client's user has a proxy, and reads no configuration of the user", async () => {
		const home = mkdtempSync(join(tmpdir(), "lvs-home-"));
		try {
			const { saw } = await run(10, localWith(behindProxy(home)));
			assert.equal(saw, "rs1 4, rs2 6");
		} finally {
			rmSync(home, { recursive: true });
		}
	});

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

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { picture } from "../../../src/smoke/picture.ts";
import { Visitor } from "../../../src/smoke/visitor.ts";
import type { Session } from "../../../src/ssh/session.ts";
import { behindProxy, local, localWith } from "./local-session.ts";

// The visitor's script, run by this machine's own shell and curl against a server that says what it was asked.

suite("a visitor with the real curl", () => {
	const requests: {
		request: IncomingMessage;
		body: Buffer;
		port: number | undefined;
	}[] = [];
	const server = createServer(async (request, response) => {
		const port = request.socket.remotePort;
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const body = Buffer.concat(parts);
		requests.push({ request, body, port });
		if (request.url === "/silent") return request.socket.destroy();
		response.setHeader(
			request.url === "/node" ? "X-Node" : "X-Real-Server",
			"rs1",
		);
		if (request.url === "/lines")
			return response.end("HTTP/1.1 is its first line\r\n\r\n@last\n\n");
		if (request.url === "/sign-in")
			response.setHeader("Set-Cookie", [
				"session=abc; path=/; HttpOnly",
				"old=; expires=Thu, 01 Jan 1970 00:00:00 GMT",
				"past=1; expires=Thu, 01 Jan 1970 00:00:00 GMT",
				"over=1; Max-Age=-1",
				"stays=%20a=b; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60",
			]);
		if (request.url === "/picture") {
			response.setHeader("Content-Type", "image/png");
			return response.end(picture("one"));
		}
		response.setHeader("Content-Type", "text/plain");
		return response.end(
			`${request.method} ${request.url} ${request.headers.cookie ?? "no cookie"}`,
		);
	});
	before(
		() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)),
	);
	after(() => server.close());
	const visitor = (client = local) =>
		new Visitor(client, {
			host: "www.lab.test",
			port: 80,
			to: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		});
	const url = "http://www.lab.test";

	test("asks several at a time, and gives each its own answer", async () => {
		const paths = ["/a", "/b", "/c", "/d", "/e", "/f"];
		const answers = await visitor().visitTogether(
			paths.map((path) => ({ url: url + path })),
		);
		assert.deepEqual(
			answers.map(({ text }) => text),
			paths.map((path) => `GET ${path} no cookie`),
		);
	});

	test("comes by the way it was told, to the name it was told", async () => {
		const answer = await visitor().visit({ url: `${url}/page` });
		const { at = 0, ...rest } = answer;
		assert.ok(Math.abs(at - Date.now() / 1000) < 60, `${at}`);
		assert.deepEqual(
			{ ...rest, sha256: "" },
			{
				status: 200,
				realServer: "rs1",
				type: "text/plain",
				text: "GET /page no cookie",
				sha256: "",
				cookies: [],
			},
		);
		assert.equal(requests.at(-1)?.request.headers.host, "www.lab.test");
	});

	test("knows a real server by another header, where it was told of one", async () => {
		const way = {
			host: "www.lab.test",
			port: 80,
			to: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		};
		const ask = async (headers?: readonly string[]) =>
			(
				await new Visitor(local, {
					...way,
					...(headers && { headers }),
				}).visit({ url: `${url}/node` })
			).realServer;
		assert.equal(await ask(["X-Node"]), "rs1");
		assert.equal(await ask(), "");
	});

	test("keeps cookies, and forgets those that are over", async () => {
		const one = visitor();
		one.setCookie("old", "1");
		const first = await one.visit({ url: `${url}/sign-in` });
		assert.equal(first.text, "GET /sign-in old=1");
		const second = await one.visit({ url: `${url}/page` });
		assert.equal(second.text, "GET /page session=abc; stays=%20a=b");
	});

	test("takes a connection of its own for each request", async () => {
		const ports = async () => {
			const from = requests.length;
			await visitor().visitAll([1, 2, 3].map(() => ({ url: `${url}/page` })));
			return requests
				.slice(from)
				.map(({ request }) => request.socket.remotePort);
		};
		assert.equal(new Set(await ports()).size, 3);
	});

	test("posts forms and files as they are, whatever they hold", async () => {
		const bytes = picture("two");
		const odd = `a"b\\c&d=é\n${"x".repeat(100)}`;
		await visitor().visit({ url: `${url}/form`, form: { odd } });
		assert.equal(
			new URLSearchParams(requests.at(-1)?.body.toString()).get("odd"),
			odd,
		);
		await visitor().visit({
			url: `${url}/file`,
			body: { type: "image/png", bytes },
			headers: { "Content-Disposition": 'attachment; filename="x.png"' },
		});
		const { request, body } = requests.at(-1) ?? assert.fail();
		assert.ok(body.equals(bytes));
		assert.equal(request.headers["content-type"], "image/png");
		assert.equal(
			request.headers["content-disposition"],
			'attachment; filename="x.png"',
		);
	});

	test("gives a text as it is, after whatever announced it", async () => {
		const answer = await visitor().visit({
			url: `${url}/lines`,
			form: { a: "1" },
			headers: { Expect: "100-continue" },
		});
		assert.equal(answer.text, "HTTP/1.1 is its first line\r\n\r\n@last\n\n");
		assert.equal(answer.realServer, "rs1");
	});

	test("goes straight to the site where the client's user has a proxy, and reads no configuration of the user", async () => {
		const home = mkdtempSync(join(tmpdir(), "lvs-home-"));
		try {
			const answers = await visitor(localWith(behindProxy(home))).visitTogether(
				[{ url: `${url}/page` }, { url: `${url}/form` }],
			);
			assert.deepEqual(
				answers.map(({ status }) => status),
				[200, 200],
			);
		} finally {
			rmSync(home, { recursive: true });
		}
	});

	test("is one program on the client, for pages, forms and JSON", async () => {
		const tools = mkdtempSync(join(tmpdir(), "lvs-tools-"));
		const curl = execFileSync("sh", ["-c", "command -v curl"]);
		symlinkSync(curl.toString().trim(), join(tools, "curl"));
		try {
			const answers = await visitor(localWith({ PATH: tools })).visitTogether([
				{ url: `${url}/page` },
				{ url: `${url}/form`, form: { user: "one" } },
				{
					url: `${url}/json`,
					body: {
						type: "application/json",
						bytes: Buffer.from(JSON.stringify({ text: 'a "b"\n\\c' })),
					},
				},
			]);
			assert.deepEqual(
				answers.map(({ status }) => status),
				[200, 200, 200],
			);
			const json = requests.find(({ request }) => request.url === "/json");
			assert.deepEqual(JSON.parse(String(json?.body)), {
				text: 'a "b"\n\\c',
			});
		} finally {
			rmSync(tools, { recursive: true });
		}
	});

	test("tells what is no text by its checksum", async () => {
		const answer = await visitor().visit({
			url: `${url}/picture`,
			text: false,
		});
		assert.equal(answer.type, "image/png");
		assert.equal(
			answer.sha256,
			createHash("sha256").update(picture("one")).digest("hex"),
		);
	});

	test("one that is not answered is told, and the others are not lost", async () => {
		const asked = ["/page", "/silent", "/page"].map((path) => ({
			url: url + path,
		}));
		for (const answers of [
			await visitor().visitAll(asked),
			await visitor().visitTogether(asked),
		])
			assert.deepEqual(
				answers.map(({ status }) => status),
				[200, 0, 200],
			);
	});

	test("one that is alone, and several of which none is answered, are refused", async () => {
		const silent = { url: `${url}/silent` };
		const refused = {
			message: /^visit http:\/\/www.lab.test\/silent: curl exit 52/,
		};
		await assert.rejects(visitor().visit(silent), refused);
		await assert.rejects(visitor().visitTogether([silent, silent]), refused);
	});

	test("a password is no argument of any process", async () => {
		const script = await new Promise<string>((resolve) => {
			const spy: Session = {
				host: "root@client",
				run: async (text) => {
					resolve(text);
					return { exit: 0, stdout: "", stderr: "" };
				},
			};
			void new Visitor(spy, { host: "h", port: 80, to: "1.2.3.4:80" }).visitAll(
				[{ url: `${url}/`, form: { pwd: "TOPSECRET" } }],
			);
		});
		const line = script.split("\n").find((one) => one.includes("TOPSECRET"));
		assert.equal(line, 'data = "pwd=TOPSECRET"');
	});
});

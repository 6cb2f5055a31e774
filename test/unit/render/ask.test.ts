import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createServer as createTls } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import type { CheckDeclaration } from "../../../src/model/check-declaration.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { certify } from "../../certify.ts";
import { oneOfEach } from "./one-of-each.ts";

// The program that asks what keepalived cannot ask, against servers of this machine. No mark is set, which only root may.

suite("what keepalived cannot ask", () => {
	const root = mkdtempSync(join(tmpdir(), "lvs-ask-"));
	const servers: Server[] = [];
	const at = (port: string) => join(root, port);

	function certificate(name: string) {
		certify(root, name);
		return readFileSync(at(`${name}.crt`), "utf8");
	}

	function render(check: object): Desired {
		const { cluster, director } = oneOfEach({
			it: { tcp: 443, check: check as CheckDeclaration },
		});
		return renderDirector(cluster, director);
	}

	/** Starts a server, and asks it as the director would ask a real server. @returns why it fails; undefined: it passes. */
	async function asked(server: Server, check: object) {
		servers.push(server.listen(0, "127.0.0.1"));
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		const { files } = render({ ...check, port, timeoutSeconds: 1 });
		let words: string[] = [];
		for (const [path, { content }] of Object.entries(files)) {
			const name = path.split("/").at(-1) ?? "";
			if (name === "health.conf")
				words = (/misc_path "(.*)"/.exec(content)?.[1] ?? "").split(" ");
			if (name === "ask" || name.startsWith("ca-"))
				writeFileSync(
					at(name),
					content
						.replaceAll("/run/pulumi-lvs/web-director", root)
						.replaceAll("172.18.0.66", "127.0.0.2")
						.replaceAll("172.18.0.70", "127.0.0.1")
						.replace(/^\tsetsockopt .*\n/m, "")
						.replace("getpwnam 'nobody'", `getpwnam '${userInfo().username}'`),
				);
		}
		const [, ...rest] = words.map((word) =>
			word.replace("/usr/local/lib/pulumi-lvs/web", root),
		);
		const child = spawn("perl", [at("ask"), ...rest], { stdio: "inherit" });
		const [exit] = await once(child, "exit");
		const [number = ""] = rest;
		const told = at(`said-${number}`);
		const said = existsSync(told)
			? readFileSync(told, "utf8").trim()
			: undefined;
		assert.equal(exit, said === undefined ? 0 : 1);
		assert.equal(existsSync(at(`ask-${number}`)), false);
		return said;
	}

	after(() => {
		for (const server of servers) server.close();
		rmSync(root, { recursive: true });
	});

	const redis = (answer: string) =>
		createServer((socket) => {
			socket.on("data", () => socket.end(answer));
		});
	const ping = { tcp: { send: "PING\r\n", expect: "-NOAUTH" } };

	test("a ping is answered, otherwise, or not at all", async () => {
		assert.equal(await asked(redis("-NOAUTH it wants"), ping), undefined);
		assert.equal(
			await asked(redis("-ERR no\r\n"), ping),
			'the answer is "-ERR no "',
		);
		assert.equal(
			await asked(redis(""), ping),
			"the connection was closed without an answer",
		);
		assert.equal(await asked(createServer(), ping), "no answer within 1 s");
		// what passes again has no reason any more
		assert.equal(await asked(redis("-NOAUTH it wants"), ping), undefined);
	});

	test("a program that speaks first", async () => {
		const ssh = createServer((socket) => socket.end("SSH-2.0-x\r\n"));
		assert.equal(await asked(ssh, { tcp: { expect: "SSH-" } }), undefined);
	});

	const site = (name: string) =>
		createTls(
			{
				key: readFileSync(at(`${name}.key`)),
				cert: readFileSync(at(`${name}.crt`)),
			},
			({ url, headers }, answer) => {
				answer.statusCode = url === "/moved" ? 301 : 200;
				answer.end(`${"x".repeat(200_000)} this is ${headers.host}`);
			},
		);

	test("a page with a certificate that is good, of another name, of nobody known, or too old", async () => {
		const good = certificate("www.lab.test");
		const other = certificate("other.lab.test");
		const page = { https: "/?a=1&b=$2", hostName: "www.lab.test" };
		assert.equal(
			await asked(site("www.lab.test"), {
				...page,
				verify: good,
				text: "this is www.lab.test",
			}),
			undefined,
		);
		assert.equal(
			await asked(site("other.lab.test"), { ...page, verify: other }),
			"SSL: no alternative certificate subject name matches target host name 'www.lab.test'",
		);
		assert.match(
			(await asked(site("www.lab.test"), { ...page, verify: other })) ?? "",
			/^SSL certificate problem: self.signed certificate$/,
		);
		assert.match(
			(await asked(site("www.lab.test"), { ...page, verify: true })) ?? "",
			/^SSL certificate problem: self.signed certificate$/,
		);
		execFileSync(
			"openssl",
			[
				...[
					"x509",
					"-in",
					at("www.lab.test.crt"),
					"-signkey",
					at("www.lab.test.key"),
				],
				...["-days", "-1", "-out", at("old.crt")],
			],
			{ stdio: "ignore" },
		);
		copyFileSync(at("www.lab.test.key"), at("old.key"));
		const old = readFileSync(at("old.crt"), "utf8");
		assert.equal(
			await asked(site("old"), { ...page, verify: old }),
			"SSL certificate problem: certificate has expired",
		);
	});

	test("a page with another status, without the text, or without TLS", async () => {
		const verify = readFileSync(at("www.lab.test.crt"), "utf8");
		const page = { https: "/moved", hostName: "www.lab.test", verify };
		assert.equal(
			await asked(site("www.lab.test"), page),
			"HTTP status code 301",
		);
		assert.equal(
			await asked(site("www.lab.test"), { ...page, status: [200, 301] }),
			undefined,
		);
		assert.equal(
			await asked(site("www.lab.test"), { ...page, https: "/", text: "ready" }),
			"the text is not in the page",
		);
		assert.match(
			(await asked(redis("220 hello\r\n"), page)) ?? "",
			/SSL|wrong version number/,
		);
	});

	test("who asks has what it needs, and those that keepalived asks need nothing more", () => {
		const { packages } = render({ https: "/", hostName: "a.b", verify: true });
		assert.deepEqual(Object.keys(packages).slice(-3), [
			"@perl@",
			"curl",
			"ca-certificates",
		]);
		const { packages: fewer, files } = render({ https: "/", hostName: "a.b" });
		assert.equal(Object.keys(fewer).at(-1), "keepalived");
		assert.equal(
			Object.keys(files).some((path) => path.endsWith("/ask")),
			false,
		);
	});
});

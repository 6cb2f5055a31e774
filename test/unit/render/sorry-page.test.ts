import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { renderDirector } from "../../../src/render/director.ts";

// The page that a director serves itself: its rule, its check, and the program that serves it.

const cluster = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "fullnat",
	directors: {
		lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
	},
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
	},
	services: {
		http: {
			tcp: 80,
			realServerPort: 8080,
			check: { http: "/health", everySeconds: 1 },
			sorry: { page: "<h1>sorry</h1>" },
		},
	},
});
const [lb] = cluster.directors;
if (lb === undefined) throw new Error("no director");
const desired = renderDirector(cluster, lb);
const textOf = (end: string) =>
	Object.entries(desired.files).find(([path]) => path.endsWith(end))?.[1]
		.content ?? "";

suite("a page that says sorry", () => {
	test("its rule has the port of the VIP, as the kernel changes nothing of what it takes itself", () => {
		assert.equal(
			desired.ipvs["-t 172.18.0.70:80 -r 127.100.102.13:80"],
			"-g -w 0",
		);
		assert.match(
			textOf("/checks"),
			/^pool -t 172\.18\.0\.70:80 1 1 127\.100\.102\.13:80$/m,
		);
		assert.deepEqual(desired.serves, { 80: ["perl"] });
		assert.equal(desired.units["lvs-web-sorry-80"], "enabled active");
	});

	test("it is checked at its own address, and not through IPVS", () => {
		assert.match(
			textOf("health.conf"),
			/HTTP_GET \{\n\t+url \{\n\t+path "\/"\n\t+status_code 503\n\t+\}\n\t+connect_ip 127\.100\.102\.13\n\t+connect_port 80\n\t+connect_timeout 1\n/,
		);
		assert.equal(
			desired.checks?.["127.100.102.13:80/dr/http"]?.probe,
			undefined,
		);
	});

	test("it answers whatever is asked, also while somebody says nothing, and on an address that is not here", async () => {
		const root = mkdtempSync(join(tmpdir(), "lvs-sorry-"));
		writeFileSync(join(root, "page"), textOf("sorry-80.html"));
		writeFileSync(join(root, "sorry"), textOf("/sorry"));
		const free = createServer().listen(0, "127.0.0.1");
		await once(free, "listening");
		const { port } = free.address() as { port: number };
		free.close();
		const program = spawn(
			"perl",
			[
				...[join(root, "sorry"), join(root, "page"), String(port)],
				...["203.0.113.70", "127.100.102.13"],
			],
			{ stdio: "inherit" },
		);
		try {
			const url = `http://127.100.102.13:${port}`;
			const asked = async (path: string, options: RequestInit = {}) => {
				for (let tries = 0; ; tries++)
					try {
						const answer = await fetch(url + path, options);
						return `${answer.status} ${answer.headers.get("retry-after")} ${await answer.text()}`;
					} catch (error) {
						if (tries > 50) throw error;
						await sleep(100);
					}
			};
			const sorry = "503 10 <h1>sorry</h1>\n";
			assert.equal(await asked("/"), sorry);
			const silent = connect(port, "127.100.102.13");
			await once(silent, "connect");
			const [get, post, head] = await Promise.all([
				asked("/any?thing"),
				asked("/form", { method: "POST", body: "x".repeat(1_000_000) }),
				asked("/", { method: "HEAD" }),
			]);
			assert.deepEqual([get, post, head], [sorry, sorry, "503 10 "]);
			silent.destroy();
		} finally {
			program.kill();
			rmSync(root, { recursive: true });
		}
	});
});

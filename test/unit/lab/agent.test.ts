import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { identityLine, openAgent } from "../../../src/lab/agent.ts";

let home: string;
let server: Server;
let machine: Promise<Socket>;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), "lvs-"));
	machine = new Promise((resolve) => {
		server = createServer(resolve);
	});
	await new Promise<void>((resolve) => {
		server.listen(join(home, "agent"), () => resolve());
	});
});
afterEach(() => {
	server.close();
	rmSync(home, { recursive: true });
});

test("an identity is one line of words, with the bytes in hexadecimal", () => {
	assert.equal(
		identityLine({
			hostname: "lb",
			now: 1_700_000_000_250,
			seed: new Uint8Array([0, 255]),
			hostKey: new Uint8Array([10]),
			cards: [
				{ device: "eth1", mac: "52:54:00:00:00:01", cidr: "172.18.0.66/24" },
				{ device: "eth2", mac: "52:54:00:00:00:02", cidr: "10.9.0.1/16" },
			],
		}),
		"identity lb 1700000000.250 00ff 0a eth1=52:54:00:00:00:01=172.18.0.66/24 eth2=52:54:00:00:00:02=10.9.0.1/16",
	);
});

test("a line is heard in whatever pieces, and also when it came before it was waited for", async () => {
	const agent = await openAgent(join(home, "agent"));
	const socket = await machine;
	socket.write("noise\nrea");
	setTimeout(() => socket.write("dy\ndone lb\n"), 20);
	await agent.hear("ready", 1);
	await agent.hear("done lb", 1);
	await assert.rejects(agent.hear("ready", 0.05), /while waiting for "ready"/);
	agent.close();
});

test("several may listen, and each hears its own line", async () => {
	const agent = await openAgent(join(home, "agent"));
	setTimeout(async () => (await machine).write("one\n"), 20);
	setTimeout(async () => (await machine).write("two\n"), 40);
	await Promise.all([agent.hear("one", 5), agent.hear("two", 5)]);
	agent.close();
});

test("a machine that dies is an error at once", async () => {
	const agent = await openAgent(join(home, "agent"));
	setTimeout(async () => (await machine).destroy(), 20);
	await assert.rejects(agent.hear("ready", 60), /the machine went away/);
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { freePort, isFree } from "../../../src/lab/free-port.ts";

test("no port is given twice, as nobody listens on the first yet", async () => {
	const ports = new Set<number>();
	for (let n = 0; n < 500; n += 1) ports.add(await freePort());
	assert.equal(ports.size, 500);
});

test("a port that is listened on is not free", async () => {
	const port = await freePort();
	assert.equal(await isFree(port), true);
	const server = createServer().listen(port, "127.0.0.1");
	await once(server, "listening");
	assert.equal(await isFree(port), false);
	server.close();
});

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { nothing } from "../../src/model/desired.ts";
import type {
	HostInputs,
	HostOutputs,
} from "../../src/provider/host-inputs.ts";
import { hostResource } from "../../src/provider/host-resource.ts";
import { type PlayedHost, playHost } from "../played/played-host.ts";

// Whether a record on a host is that of the resource which comes to it, without an engine.

suite("one machine and its resources", () => {
	let one: PlayedHost;
	let other: PlayedHost;
	before(async () => {
		[one, other] = await Promise.all([
			playHost("172.18.0.66"),
			playHost("172.18.0.67"),
		]);
	});
	after(async () => {
		await Promise.all([one?.close(), other?.close()]);
	});

	const inputs = (name: string, host: PlayedHost): HostInputs => ({
		component: "tools",
		role: "setup",
		name,
		stack: "shop/test",
		connection: host.connection,
		desired: {
			...nothing,
			files: {
				"/etc/tools.conf": { content: "ours\n", mode: "644", readBy: "others" },
			},
		},
		follows: {},
	});
	const text = (host: PlayedHost) =>
		host.run("cat /etc/tools.conf 2>/dev/null || true");

	test("that is visited under two addresses loses nothing to the first", async () => {
		const first = await hostResource.create(inputs("a", one));
		const second = await hostResource.create(inputs("b", one));
		assert.deepEqual(await hostResource.delete(first), [
			"all of it: tools/setup/b of stack shop/test holds it now",
		]);
		assert.equal(await text(one), "ours\n");
		assert.equal(await hostResource.read(first), undefined);
		assert.notEqual(await hostResource.read(second), undefined);
		assert.deepEqual(await hostResource.delete(second), []);
		assert.equal(await text(one), "");
	});

	test("that is known to a state of an earlier version is taken back as before, until another resource has it", async () => {
		const { token, ...old } = await hostResource.create(inputs("a", one));
		assert.ok(token);
		await one.run(
			`sed -i '/"holder"/,/}/d; s/"establishes": \\[\\],/"establishes": []/' /var/lib/pulumi-lvs/tools-setup/record.json`,
		);
		assert.deepEqual(await hostResource.delete(old), []);
		assert.equal(await text(one), "");

		const { token: _, ...older } = await hostResource.create(inputs("a", one));
		const newer = await hostResource.create(inputs("b", one));
		assert.match((await hostResource.delete(older)).join(), /tools\/setup\/b/);
		assert.deepEqual(await hostResource.delete(newer), []);
	});

	test("where a new way leads to a machine that has nothing of ours, that is told", async (context) => {
		const told = context.mock.method(console, "log", () => {});
		const made = await hostResource.create(inputs("a", one));
		const moved: HostOutputs = await hostResource.update(
			made,
			inputs("a", other),
		);
		const { port } = one.connection;
		assert.deepEqual(
			told.mock.calls.map(({ arguments: [line] }) => line),
			[
				`tools/setup/a: note: nothing of ours was here. If this is another machine than 127.0.0.1:${port}, what was set up there stays there`,
			],
		);
		assert.deepEqual(await hostResource.delete(moved), []);
		assert.deepEqual(await hostResource.delete(made), []);
		assert.equal(await text(one), "");
	});
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { lookAt } from "../../../../src/cli/status/look-at.ts";
import { readStatus } from "../../../../src/cli/status/read-status.ts";
import { nothing } from "../../../../src/model/desired.ts";
import type { HostInputs } from "../../../../src/provider/host-inputs.ts";
import { newKey } from "../../ssh/ssh-server.ts";

test("a host that is away is told as such", async () => {
	const { private: privateKey } = newKey();
	const host = (role: HostInputs["role"]): HostInputs => ({
		component: "web",
		role,
		name: "rs1",
		// a port of this machine on which nothing listens
		connection: { address: "127.0.0.1", port: 1, privateKey },
		desired: nothing,
		follows: {},
	});
	const looks = await Promise.all(
		(["director", "real-server", "website"] as const).map((role) =>
			lookAt(host(role), { connectSeconds: 1 }),
		),
	);
	for (const { unseen, drift } of looks) {
		assert.match(
			unseen ?? "",
			/^root@127\.0\.0\.1:1: connect: .*nothing listens on this port[\s\S]*\n {2}While it is away, the rest can be changed: lvsctl up \. --exclude '\*\*web-rs1'\.\n {2}If this host is gone for good: lvsctl forget rs1,/,
		);
		assert.deepEqual(drift, []);
	}
});

test("behind a jump host that is away, nothing is said of the host itself", async () => {
	const away = { address: "127.0.0.1", port: 1, privateKey: newKey().private };
	const { unseen } = await lookAt(
		{
			component: "web",
			role: "real-server",
			name: "rs1",
			connection: { ...away, address: "192.0.2.67", jump: away },
			desired: nothing,
			follows: {},
		},
		{ connectSeconds: 1 },
	);
	assert.match(unseen ?? "", /^root@127\.0\.0\.1:1: connect: /);
	assert.doesNotMatch(unseen ?? "", /gone for good/);
});

test("hosts that are silent are tried side by side, each for as long as it says itself", async () => {
	let open = 0;
	let most = 0;
	const silent = createServer((socket) => {
		open += 1;
		most = Math.max(most, open);
		socket
			.on("error", () => {})
			.on("close", () => {
				open -= 1;
			});
	});
	silent.listen(0, "0.0.0.0");
	await once(silent, "listening");
	const { port } = silent.address() as AddressInfo;
	const hosts = ["rs1", "rs2", "rs3"].map(
		(name, index): HostInputs => ({
			component: "web",
			role: "real-server",
			name,
			connection: {
				address: `127.0.0.${index + 2}`,
				port,
				privateKey: newKey().private,
				connectSeconds: 1,
			},
			desired: nothing,
			follows: {},
		}),
	);
	const { hosts: told } = await readStatus({
		hosts,
		realServers: [],
	});
	silent.close();
	assert.ok(most >= 3, `${most} at a time`);
	assert.deepEqual(
		told.map(({ name, unseen = "" }) => [name, /: connect: /.test(unseen)]),
		[
			["rs1", true],
			["rs2", true],
			["rs3", true],
		],
	);
});

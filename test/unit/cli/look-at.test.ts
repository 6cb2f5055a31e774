import assert from "node:assert/strict";
import { test } from "node:test";
import { lookAt } from "../../../src/cli/look-at.ts";
import { nothing } from "../../../src/model/desired.ts";
import type { HostInputs } from "../../../src/provider/host-resource.ts";
import { newKey } from "../ssh/ssh-server.ts";

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
			lookAt(host(role), 1),
		),
	);
	for (const { unseen, drift } of looks) {
		assert.match(
			unseen ?? "",
			/^root@127\.0\.0\.1:1: connect: .*nothing listens on this port/,
		);
		assert.deepEqual(drift, []);
	}
});

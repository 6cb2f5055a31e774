import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { needsOf, type SeenHost } from "../../../../src/cli/init/needs.ts";
import { survey } from "./survey.ts";

suite("what a host tells", () => {
	const seen: SeenHost = {
		name: "lb",
		role: "director",
		connection: { address: "192.0.2.66", user: "ops" },
		survey,
		address: "172.18.0.66/24",
		ports: [80, 81],
	};
	test("is told with what will be needed, and what stands in the way", () => {
		assert.deepEqual(needsOf(seen, { page: true, takesOver: false }), [
			"  lb: director, Debian GNU/Linux 12 (bookworm), 172.18.0.66/24",
			"    rights: ops, by sudo without a password; packages: ipvsadm (will be installed), iputils-arping (there); ports: 22 from here (SSH), 80 from clients, 81 from clients",
			"    note: keepalived.service runs here, and would change the same table or addresses as we: stop and disable it before lvsctl up",
			"    note: kube-proxy runs here, and would change the same table or addresses as we: stop and disable it before lvsctl up",
			"    note: its IPVS table has 1 service, which stays; to take over what it has: lvsctl init --from",
		]);
		const server = { ...seen, role: "real server" as const };
		assert.match(
			needsOf(server, { page: true, takesOver: true }).join("\n"),
			/apache2, for the test page[\s\S]*port 80 is in use: the test page will not get it$/,
		);
		assert.match(
			needsOf(server, { page: false, takesOver: true }).join("\n"),
			/nothing listens on port 81 yet: clients are refused until your server runs here$/,
		);
	});

	test("of the client machine of a smoke test needs curl, and nothing that we install", () => {
		assert.deepEqual(
			needsOf(
				{
					name: "client",
					role: "client",
					connection: { address: "192.0.2.10" },
					survey,
					address: "192.0.2.10/24",
					ports: [],
				},
				{ page: false, takesOver: false },
			),
			[
				"  client: client, Debian GNU/Linux 12 (bookworm), 192.0.2.10/24",
				"    rights: root; curl (to be installed by you); ports: 22 from here (SSH)",
			],
		);
	});
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declareSmokeTests } from "../../../../src/cli/init/declare-smoke-tests.ts";
import { formatSmokeTest } from "../../../../src/cli/init/format-smoke-test.ts";
import { readServices } from "../../../../src/cli/init/read-services.ts";

suite("the smoke test of a new project", () => {
	const cluster = (services: Record<string, Record<string, unknown>>) => [
		{
			vip: "192.0.2.70",
			forwarding: "dr" as const,
			realServers: {},
			page: false as const,
			services,
		},
	];
	const services = {
		...readServices(["80", "53/udp"], "wrr"),
		shop: { tcp: 443, scheduler: "wlc", persistence: { seconds: 60 } },
		mail: { tcp: 25, scheduler: "wlc" },
	};

	test("has the checks that its services can pass", () => {
		const [one] = declareSmokeTests(cluster(services), true);
		assert.ok(one !== undefined);
		assert.deepEqual(one, {
			cluster: "web",
			checks: [
				["spread", "http"],
				["sticky", "shop"],
			],
		});
		assert.equal(
			formatSmokeTest(one, "hosts.client"),
			`new SmokeTest("web", {
	cluster: web,
	from: hosts.client,
	checks: [spread({ service: "http" }), sticky({ service: "shop" })],
});
`,
		);
	});

	test("is a comment where answers do not tell who they are of, and says so", () => {
		const [one] = declareSmokeTests(cluster(services), false);
		assert.ok(one !== undefined);
		assert.match(one.lacks ?? "", /the header X-Real-Server: its name$/);
		for (const line of formatSmokeTest(one, "hosts.client").trim().split("\n"))
			assert.match(line, /^\/\/ /);
	});

	test("is none where no check fits, and says so", () => {
		const { mail } = services;
		const [one] = declareSmokeTests(cluster({ mail }), true);
		assert.ok(one !== undefined);
		assert.match(one.lacks ?? "", /^no smoke test for web: spread proves/);
		assert.equal(formatSmokeTest(one, "hosts.client"), "");
	});
});

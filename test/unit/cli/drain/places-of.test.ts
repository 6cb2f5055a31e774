import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { placesOf } from "../../../../src/cli/drain/places-of.ts";
import type { OpenStack } from "../../../../src/cli/stack/open-stack.ts";
import { nothing, type Role } from "../../../../src/model/desired.ts";

const host = (
	role: Role,
	component: string,
	name: string,
	address: string,
	ownAddress: string,
) => ({
	...{ component, role, name, urn: name, follows: {} },
	connection: { address },
	desired: { ...nothing, ownAddress },
});
const open = {
	stack: { name: "prod" },
	directors: [
		host("director", "web", "lb", "192.0.2.66", "172.18.0.66"),
		host("director", "api", "lb", "192.0.2.56", "172.19.0.66"),
	],
	realServers: [
		host("real-server", "web", "rs1", "192.0.2.67", "172.18.0.67"),
		host("real-server", "api", "rs1", "192.0.2.57", "172.19.0.67"),
		host("real-server", "web", "rs2", "192.0.2.68", "172.18.0.68"),
		host("real-server", "api", "rs2", "192.0.2.68", "172.18.0.68"),
		host("real-server", "api", "mine", "192.0.2.69", "172.18.0.69"),
	],
} as unknown as OpenStack;
const found = (word: string) =>
	placesOf(open, word).map(
		({ component, name, realServer, address }) =>
			`${realServer} ${address} on ${name} of ${component}`,
	);

suite("where a real server is drained", () => {
	test("on the directors of every cluster in which one machine serves under this name", () => {
		assert.deepEqual(found("rs2"), [
			"rs2 172.18.0.68 on lb of web",
			"rs2 172.18.0.68 on lb of api",
		]);
	});

	test("nowhere, where two machines have the name", () => {
		assert.throws(() => found("rs1"), {
			name: "UsageError",
			message:
				"rs1 is the name of 2 machines here; name one by its address: 192.0.2.67:22 (web/rs1), 192.0.2.57:22 (api/rs1)",
		});
	});

	test("that of its address, or of its component", () => {
		for (const word of ["192.0.2.57", "192.0.2.57:22", "api/rs1"])
			assert.deepEqual(found(word), ["rs1 172.19.0.67 on lb of api"], word);
		assert.deepEqual(found("web/rs2"), ["rs2 172.18.0.68 on lb of web"]);
	});

	test("a name that there is not", () => {
		assert.throws(() => found("backup"), /there are rs1, rs2, mine$/);
	});
});

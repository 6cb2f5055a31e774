import assert from "node:assert/strict";
import { test } from "node:test";
import { hostNamed } from "../../../../src/cli/forget/host-named.ts";
import { nothing } from "../../../../src/model/desired.ts";
import type { HostInputs } from "../../../../src/provider/host-inputs.ts";

const host = (
	component: string,
	name: string,
	connection: HostInputs["connection"],
): HostInputs => ({
	component,
	role: "real-server",
	name,
	connection,
	desired: nothing,
	follows: {},
});

const hosts = [
	host("web", "rs1", { address: "192.0.2.67" }),
	host("blog", "one", { address: "192.0.2.67", user: "ops" }),
	host("web", "rs2", { address: "192.0.2.68" }),
	host("shop", "rs2", { address: "192.0.2.69" }),
	host("web", "near", { address: "127.0.0.1", port: 2201 }),
	host("web", "far", {
		address: "127.0.0.1",
		port: 2201,
		jump: { address: "Gate.example" },
	}),
];

const found = (word: string) =>
	hostNamed(word, hosts).map(({ component, name }) => `${component} ${name}`);

test("a machine is found by a name or an address, with all its roles", () => {
	for (const word of ["rs1", "one", "192.0.2.67", "192.0.2.67:22"])
		assert.deepEqual(found(word), ["web rs1", "blog one"], word);
	for (const word of ["192.0.2.69", "shop/rs2"])
		assert.deepEqual(found(word), ["shop rs2"], word);
	assert.deepEqual(found("far"), ["web far"]);
	assert.deepEqual(found("127.0.0.1:2201"), ["web near"]);
	assert.deepEqual(found("127.0.0.1:2201 via gate.example:22"), ["web far"]);
});

for (const [word, message] of [
	[
		"rs2",
		"rs2 is the name of 2 machines here; name one by its address: 192.0.2.68:22 (web/rs2), 192.0.2.69:22 (shop/rs2)",
	],
	[
		"127.0.0.1",
		"127.0.0.1 is the name of 2 machines here; name one by its address: 127.0.0.1:2201 (web/near), 127.0.0.1:2201 via gate.example:22 (web/far)",
	],
	[
		"rs11",
		"rs11: no such host in the stack; there are far, near, one, rs1, rs2",
	],
	[
		"backup-12",
		"backup-12: no such host in the stack; there are far, near, one, rs1, rs2",
	],
] as const)
	test(`${word} is refused`, () => {
		assert.throws(() => found(word), { name: "UsageError", message });
	});

test("a stack without hosts says so", () => {
	assert.throws(() => hostNamed("rs1", []), {
		message:
			"rs1: the stack has no host, so there is none to forget; is another stack meant? --stack names it",
	});
});

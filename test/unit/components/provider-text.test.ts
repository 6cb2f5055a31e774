import assert from "node:assert/strict";
import { test } from "node:test";
import { experiment } from "./program.ts";
import { register } from "./register.ts";

const texts = async (...program: Parameters<typeof experiment>) => {
	const { resources } = await register("preview", () => experiment(...program));
	return new Map(
		resources.flatMap(({ type, inputs }) =>
			inputs.__provider === undefined ? [] : [[type, inputs.__provider]],
		),
	) as Map<string, string>;
};

test("the provider's text depends on the kind alone, and holds no code of ours", async () => {
	const one = await texts();
	assert.equal(one.size, 3);
	assert.deepEqual(
		one,
		await texts((declaration) => ({
			...declaration,
			vip: "172.18.0.99",
			page: true,
		})),
	);
	const kinds = [...one].map(([type, text]) => {
		const kind = type.split(":").at(-1) ?? "";
		return text.replaceAll(`"${kind}"`, '"KIND"');
	});
	assert.equal(new Set(kinds).size, 1);
	assert.ok((kinds[0]?.length ?? 0) < 1000);
});

test("the provider's text asks for pulumi-lvs/provider, a name that users' states hold for ever", async () => {
	for (const text of (await texts()).values())
		assert.deepEqual(
			[...text.matchAll(/(?:import|require)\(([^)]*)\)/g)].map(
				([, name]) => name,
			),
			['"pulumi-lvs/provider"'],
		);
});

test("the provider's text is a provider", async () => {
	for (const text of (await texts()).values()) {
		const module: { handler?: () => Record<string, unknown> } = {};
		new Function("exports", text)(module);
		assert.deepEqual(Object.keys(module.handler?.() ?? {}).sort(), [
			"check",
			"configure",
			"create",
			"delete",
			"diff",
			"read",
			"update",
		]);
	}
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { ownStack, ownVariables } from "../../../src/cli/own-stack.ts";

/** A project as `lvsctl init` writes it, with these stacks in its state. */
function project(...stacks: readonly string[]) {
	const home = mkdtempDisposableSync(join(tmpdir(), "lvs-own-"));
	const folder = home.path;
	writeFileSync(
		join(folder, "Pulumi.yaml"),
		"name: shop\nruntime: nodejs\nbackend:\n  url: file://./state\n",
	);
	writeFileSync(join(folder, ".passphrase"), "word\n");
	const place = join(folder, "state/.pulumi/stacks/shop");
	if (stacks.length > 0) mkdirSync(place, { recursive: true });
	for (const name of stacks) writeFileSync(join(place, `${name}.json`), "{}");
	return { folder, [Symbol.dispose]: () => home[Symbol.dispose]() };
}

suite("the stack of a project with a state of its own", () => {
	test("is the only one there, with the passphrase of the file", async () => {
		using shop = project("live");
		assert.deepEqual(await ownStack(shop.folder, {}), {
			folder: shop.folder,
			environment: {
				PULUMI_CONFIG_PASSPHRASE_FILE: join(shop.folder, ".passphrase"),
				PULUMI_STACK: "live",
			},
		});
	});

	test("is pulumi's own choice where there are several, or the shell names one", async () => {
		using shop = project("live", "trial");
		const { environment } = await ownStack(shop.folder, {});
		assert.ok(!("PULUMI_STACK" in environment));
		using one = project("live");
		const named = await ownStack(one.folder, { PULUMI_STACK: "trial" });
		assert.ok(!("PULUMI_STACK" in named.environment));
	});

	test("changes nothing that the user has set", () => {
		using shop = project("live");
		for (const name of [
			"PULUMI_CONFIG_PASSPHRASE",
			"PULUMI_CONFIG_PASSPHRASE_FILE",
			"PULUMI_BACKEND_URL",
		])
			assert.deepEqual(ownVariables(shop.folder, { [name]: "mine" }), {});
	});

	test("is not made anew where its settings are here and its state is not", async () => {
		using shop = project();
		writeFileSync(join(shop.folder, "Pulumi.prod.yaml"), "");
		await assert.rejects(ownStack(shop.folder, {}), {
			name: "UsageError",
			message: /the state of stack prod is not here/,
		});
	});

	test("of any other project is what pulumi has selected", async () => {
		using shop = project("live");
		writeFileSync(join(shop.folder, "Pulumi.yaml"), "name: shop\n");
		assert.deepEqual(await ownStack(shop.folder, {}), {
			folder: shop.folder,
			environment: {},
		});
	});
});

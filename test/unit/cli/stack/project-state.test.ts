import assert from "node:assert/strict";
import {
	mkdirSync,
	mkdtempDisposableSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { prepareProjectState } from "../../../../src/cli/stack/project-state.ts";

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
	/** What pulumi's environment has to differ by, with this shell. */
	const needed = (folder: string, shell: Record<string, string> = {}) =>
		prepareProjectState(folder, {}, shell);

	test("gets the passphrase of the file", async () => {
		using shop = project("live");
		assert.deepEqual(await needed(shop.folder), {
			PULUMI_CONFIG_PASSPHRASE_FILE: join(shop.folder, ".passphrase"),
		});
	});

	for (const name of [
		"PULUMI_CONFIG_PASSPHRASE",
		"PULUMI_CONFIG_PASSPHRASE_FILE",
		"PULUMI_BACKEND_URL",
	])
		test(`changes nothing where the user has set ${name}`, async () => {
			using shop = project("live");
			assert.deepEqual(await needed(shop.folder, { [name]: "mine" }), {});
		});

	test("leaves an empty passphrase of the shell to pulumi, for which it is one", async () => {
		using shop = project("live");
		const shell = { PULUMI_CONFIG_PASSPHRASE: "" };
		assert.deepEqual(await needed(shop.folder, shell), {});
	});

	test("counts for the user's own where the shell has the backend of a lab", async () => {
		using shop = project("live");
		assert.deepEqual(
			await prepareProjectState(
				shop.folder,
				{ PULUMI_BACKEND_URL: undefined },
				{ PULUMI_BACKEND_URL: "file:///labs/one" },
			),
			{
				PULUMI_BACKEND_URL: undefined,
				PULUMI_CONFIG_PASSPHRASE_FILE: join(shop.folder, ".passphrase"),
			},
		);
	});

	test("is not made again if its settings are here and its state is not", async () => {
		using shop = project();
		writeFileSync(join(shop.folder, "Pulumi.prod.yaml"), "");
		await assert.rejects(needed(shop.folder), {
			name: "UsageError",
			message: /the state of stack prod is not here/,
		});
	});

	for (const [what, name, text] of [
		[
			"another notation",
			"Pulumi.yaml",
			'name: "shop" # ours\nbackend: {url: "file://./state"}\n',
		],
		["Pulumi.yml", "Pulumi.yml", "name: shop\nbackend:\n  url: file://./state"],
		[
			"Pulumi.json",
			"Pulumi.json",
			'{ "name": "shop", "backend": { "url": "file://./state" } }',
		],
	] as const)
		test(`is known by ${what} too`, async () => {
			using shop = project("live");
			rmSync(join(shop.folder, "Pulumi.yaml"));
			writeFileSync(join(shop.folder, name), text);
			assert.deepEqual(await needed(shop.folder), {
				PULUMI_CONFIG_PASSPHRASE_FILE: join(shop.folder, ".passphrase"),
			});
			// and a state that stayed elsewhere is missed
			rmSync(join(shop.folder, "state"), { recursive: true });
			writeFileSync(
				join(shop.folder, name.replace("Pulumi.", "Pulumi.prod.")),
				"{}",
			);
			await assert.rejects(needed(shop.folder), {
				message: /the state of stack prod is not here/,
			});
		});

	test("is not made again under another name of the project", async () => {
		using shop = project("live");
		const rename = (name: string) =>
			writeFileSync(
				join(shop.folder, "Pulumi.yaml"),
				`name: ${name}\nbackend:\n  url: file://./state\n`,
			);
		rename("store");
		await assert.rejects(needed(shop.folder), {
			name: "UsageError",
			message: `${shop.folder}: its state has stack live of project shop, and Pulumi.yaml names the project store now. Write the former name into Pulumi.yaml again (name: shop), or give the stack the new one: pulumi stack rename organization/store/live --stack organization/shop/live. A copy for other hosts begins without a state: move ${shop.folder}/state away`,
		});
		rename("'shop'");
		assert.ok("PULUMI_CONFIG_PASSPHRASE_FILE" in (await needed(shop.folder)));
	});

	test("of an earlier pulumi has no project", async () => {
		using shop = project("live");
		const stacks = join(shop.folder, "state/.pulumi/stacks");
		renameSync(join(stacks, "shop/live.json"), join(stacks, "live.json"));
		assert.ok("PULUMI_CONFIG_PASSPHRASE_FILE" in (await needed(shop.folder)));
	});

	test("any other project needs nothing", async () => {
		using shop = project("live");
		writeFileSync(join(shop.folder, "Pulumi.yaml"), "name: shop\n");
		assert.deepEqual(await needed(shop.folder), {});
	});
});

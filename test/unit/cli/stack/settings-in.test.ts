import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { settingsIn } from "../../../../src/cli/stack/settings-in.ts";

suite("the stacks that have settings", () => {
	for (const [what, files, settings] of [
		[
			"beside Pulumi.yaml",
			{
				"Pulumi.yaml": "",
				"Pulumi.prod.yaml": "",
				"Pulumi.eu.dev.yaml": "",
				"Pulumi.old.yml": "",
			},
			{ "eu.dev": "Pulumi.eu.dev.yaml", prod: "Pulumi.prod.yaml" },
		],
		[
			"beside Pulumi.yml",
			{ "Pulumi.yml": "", "Pulumi.prod.yml": "" },
			{ prod: "Pulumi.prod.yml" },
		],
		[
			"beside Pulumi.json",
			{ "Pulumi.json": "{}", "Pulumi.prod.json": "{}", "package.json": "{}" },
			{ prod: "Pulumi.prod.json" },
		],
		[
			"in the folder that Pulumi.yaml names",
			{
				"Pulumi.yaml": "name: shop\nstackConfigDir: stacks # ours\n",
				"Pulumi.old.yaml": "",
				"stacks/Pulumi.prod.yaml": "",
			},
			{ prod: "stacks/Pulumi.prod.yaml" },
		],
		[
			"in a folder that is not there yet",
			{ "Pulumi.yaml": "name: shop\nstackConfigDir: stacks\n" },
			{},
		],
		["in a folder without a program", { "Pulumi.prod.yaml": "" }, {}],
	] as const)
		test(what, async () => {
			using home = mkdtempDisposableSync(join(tmpdir(), "lvs-settings-"));
			for (const [name, text] of Object.entries(files)) {
				mkdirSync(dirname(join(home.path, name)), { recursive: true });
				writeFileSync(join(home.path, name), text);
			}
			assert.deepEqual(
				Object.fromEntries(await settingsIn(home.path)),
				settings,
			);
		});
});

import assert from "node:assert/strict";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { projectFiles } from "../../../../src/cli/init/project-files.ts";
import { readProject } from "../../../../src/cli/stack/read-project.ts";

for (const name of ["shop", "true", "null"])
	test(`the project of a folder called ${name} has that name`, async () => {
		const files = projectFiles({
			name,
			program: "",
			dependencies: {},
			ownState: true,
			passphrase: undefined,
		});
		using home = mkdtempDisposableSync(join(tmpdir(), "lvs-project-"));
		writeFileSync(
			join(home.path, "Pulumi.yaml"),
			files.get("Pulumi.yaml") ?? "",
		);
		const { backendUrl, name: read } = await readProject(home.path);
		assert.deepEqual([read, backendUrl], [name, "file://./state"]);
	});

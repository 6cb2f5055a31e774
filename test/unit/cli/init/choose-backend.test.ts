import assert from "node:assert/strict";
import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chooseBackend } from "../../../../src/cli/init/choose-backend.ts";
import { labsDirectory } from "../../../../src/lab/directory.ts";

test("the backend of a lab, which lvsctl env has set in the shell, is not the user's", async () => {
	using home = mkdtempDisposableSync(join(tmpdir(), "lvs-backend-"));
	const shell = {
		LVS_STATE_HOME: home.path,
		// where pulumi is not logged in to anything
		PULUMI_HOME: home.path,
	};
	const backend = (url: string) =>
		chooseBackend({ ...shell, PULUMI_BACKEND_URL: url });
	const ofALab = await backend(`file://${labsDirectory(shell)}/02-dr/pulumi`);
	assert.equal(ofALab.ownState, true);
	assert.equal((await backend(`file://${home.path}`)).ownState, false);
});

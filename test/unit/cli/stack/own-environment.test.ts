import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { shellVariables } from "../../../../src/cli/env/shell-variables.ts";
import { ownEnvironment } from "../../../../src/cli/stack/own-environment.ts";
import { labsDirectory } from "../../../../src/lab/directory.ts";

suite("the environment of a stack of the user's own", () => {
	test("is the shell's", () => {
		assert.deepEqual(
			ownEnvironment({
				PULUMI_BACKEND_URL: "file:///state",
				PULUMI_STACK: "lab",
				PULUMI_CONFIG_PASSPHRASE: "",
			}),
			{},
		);
	});

	test("has nothing that lvsctl env set for the stack of a lab", () => {
		const lab = `${labsDirectory(process.env)}/dr`;
		const { variables } = shellVariables(lab, {});
		assert.deepEqual(Object.keys(ownEnvironment({ ...variables })).sort(), [
			"PULUMI_BACKEND_URL",
			"PULUMI_CONFIG_PASSPHRASE",
			"PULUMI_HOME",
			"PULUMI_STACK",
		]);
		assert.deepEqual(
			Object.keys(ownEnvironment({ ...variables, PULUMI_STACK: "prod" })),
			["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_HOME"],
		);
	});
});

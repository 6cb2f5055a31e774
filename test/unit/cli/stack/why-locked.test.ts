import assert from "node:assert/strict";
import { test } from "node:test";
import { whyLocked } from "../../../../src/cli/stack/why-locked.ts";

test("of secrets that cannot be read, the place of the wrong passphrase is named", () => {
	const file = { PULUMI_CONFIG_PASSPHRASE_FILE: "/shop/.passphrase" };
	assert.match(
		whyLocked(file),
		/^\/shop\/\.passphrase does not hold .* write the new one into this file$/,
	);
	assert.match(
		whyLocked({ ...file, PULUMI_CONFIG_PASSPHRASE: "" }),
		/^PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack$/,
	);
	assert.match(whyLocked({}), /^set PULUMI_CONFIG_PASSPHRASE, or/);
});

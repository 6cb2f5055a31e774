import assert from "node:assert/strict";
import { test } from "node:test";
import {
	missingPackages,
	requireLabNeeds,
} from "../../../src/lab/lab-needs.ts";

test("packages that labs need are all named, with the command that brings them", () => {
	const nowhere = { PATH: "/nowhere" };
	const missing = missingPackages(nowhere);
	assert.ok(missing.includes("qemu-system-x86"), String(missing));
	assert.ok(missing.includes("openssh-client"), String(missing));
	assert.throws(() => requireLabNeeds(nowhere), {
		name: "LabError",
		message: new RegExp(
			`^labs need packages that this computer does not have: ${missing.join(", ")}\n.*apt-get install --no-install-recommends ${missing.join(" ")}$`,
		),
	});
});

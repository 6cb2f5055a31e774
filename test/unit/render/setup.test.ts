import assert from "node:assert/strict";
import { test } from "node:test";
import { renderSetup } from "../../../src/render/setup.ts";

test("the path of a declared file tells whether systemd reads it", () => {
	const of = (path: string) => {
		const file = { content: "x\n", mode: "644", owner: "root:root" };
		const { files } = renderSetup({
			name: "tools",
			hosts: [],
			packages: [],
			files: { [path]: file },
			units: [],
		});
		return files[path]?.readBy;
	};
	assert.equal(of("/etc/motd"), "others");
	assert.equal(of("/etc/systemd/system/a.service"), "systemd");
	assert.equal(
		of("/etc/systemd/system/a.service.d/b.conf"),
		"systemd, as a drop-in",
	);
});

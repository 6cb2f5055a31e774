import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sharedLab } from "./shared-lab.ts";

describe("packages that a host lacks", () => {
	const lab = sharedLab("labs/02-dr");
	const programs = () =>
		lab().run("lb", "sh", "-c", "command -v ipvsadm; command -v arping; true");

	test("are installed by the distribution's own package manager", async () => {
		await lab().run("lb", "dpkg", "--purge", "ipvsadm", "iputils-arping");
		assert.equal(await programs(), "");
		const { exit, stdout, stderr } = await lab().lvs(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(stdout, /rs1 40, rs2 60/);
		assert.equal(await programs(), "/usr/sbin/ipvsadm\n/usr/bin/arping");
	});

	test("do not bring a unit that clears the live table", async () => {
		const table = await lab().run("lb", "ipvsadm", "-Sn");
		const restart = await lab().lvs([
			..."lab exec lb -- systemctl restart ipvsadm".split(" "),
		]);
		assert.notEqual(restart.exit, 0, "the unit is masked");
		assert.equal(await lab().run("lb", "ipvsadm", "-Sn"), table);
	});

	test("stay when the cluster is destroyed, and are named", async () => {
		const { exit, stdout, stderr } = await lab().lvs(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		assert.match(stdout, /web\/director\/lb: left package ipvsadm/);
		assert.equal(await programs(), "/usr/sbin/ipvsadm\n/usr/bin/arping");
		assert.equal(
			await lab().run("lb", "systemctl", "is-enabled", "ipvsadm").catch(String),
			"enabled",
		);
	});
});

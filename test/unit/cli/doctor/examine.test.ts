import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { examine } from "../../../../src/cli/doctor/examine.ts";
import { imageName } from "../../../../src/lab/image.ts";

suite("doctor", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-doctor-"));
	after(() => rmSync(home, { recursive: true }));
	const cache = join(home, "cache");
	const bare = { PATH: "/nowhere", HOME: home, LVS_CACHE_HOME: cache };
	const look = async (environment: Readonly<Record<string, string>>) =>
		new Map(
			(await examine(environment)).map((finding) => [finding.what, finding]),
		);

	test("of a computer that has nothing says what is missing and what to do, and makes nothing", async () => {
		const found = await look(bare);
		for (const [what, consequence] of [
			["lab image", /lvsctl lab up builds it/],
			["machine template", /lvsctl lab up makes it/],
		] as const) {
			assert.equal(found.get(what)?.good, false, what);
			assert.match(found.get(what)?.consequence ?? "", consequence);
		}
		assert.equal(found.get("ssh agent")?.good, true);
		assert.equal(found.get("ssh agent")?.found, "none");
		// node runs this test
		assert.deepEqual(found.get("node"), {
			good: true,
			what: "node",
			found: process.version,
			consequence: "",
		});
		assert.throws(() => rmSync(cache), { code: "ENOENT" });
	});

	test("finds an agent by its variable, and an image by its name in the cache", async () => {
		const image = join(cache, imageName());
		mkdirSync(image, { recursive: true });
		const found = await look({
			...bare,
			SSH_AUTH_SOCK: "/run/agent",
			LVS_ACCELERATOR: "tcg",
		});
		assert.equal(found.get("ssh agent")?.found, "SSH_AUTH_SOCK is set");
		assert.deepEqual(
			[found.get("lab image")?.good, found.get("lab image")?.found],
			[true, image],
		);
		// an image alone is no machine
		assert.equal(found.get("machine template")?.good, false);
	});
});

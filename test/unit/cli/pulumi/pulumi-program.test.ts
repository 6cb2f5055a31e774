import assert from "node:assert/strict";
import {
	mkdirSync,
	mkdtempDisposableSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { refuseEmptyLauncher } from "../../../../src/cli/pulumi/pulumi-error.ts";
import { findPulumi } from "../../../../src/cli/pulumi/pulumi-program.ts";

suite("which pulumi is used", () => {
	function among(...places: readonly ("path" | "cache" | "launcher")[]) {
		const home = mkdtempDisposableSync(join(tmpdir(), "lvs-which-"));
		const file = (path: string) => {
			const whole = join(home.path, path);
			mkdirSync(dirname(whole), { recursive: true });
			writeFileSync(whole, "", { mode: 0o755 });
			return whole;
		};
		const folder = join(home.path, "project/inner");
		const bin = join(home.path, "project/node_modules/.bin");
		mkdirSync(folder, { recursive: true });
		mkdirSync(bin, { recursive: true });
		if (places.includes("path")) file("path/pulumi");
		if (places.includes("cache")) {
			file("cache/pulumi-3.9.0/pulumi");
			file("cache/pulumi-3.10.0/pulumi");
		}
		if (places.includes("launcher")) {
			symlinkSync(
				file("project/node_modules/pulumi/run.js"),
				join(bin, "pulumi"),
			);
			writeFileSync(
				join(home.path, "project/node_modules/pulumi/package.json"),
				'{ "version": "3.1.0" }',
			);
		}
		const environment = {
			// npx puts the launcher first
			PATH: `${bin}:${join(home.path, "path")}`,
			LVS_CACHE_HOME: join(home.path, "cache"),
		};
		return {
			home: home.path,
			find: () => findPulumi(folder, environment),
			[Symbol.dispose]: () => home[Symbol.dispose](),
		};
	}

	test("the one on PATH, though npx puts the launcher before it", () => {
		using all = among("path", "cache", "launcher");
		assert.deepEqual(all.find(), {
			path: join(all.home, "path/pulumi"),
			isLauncher: false,
		});
	});

	test("else the newest that a checkout has built", () => {
		using all = among("cache", "launcher");
		assert.equal(all.find().path, join(all.home, "cache/pulumi-3.10.0/pulumi"));
	});

	test("else the launcher of the project; one that could fetch nothing is told", () => {
		using all = among("launcher");
		const found = all.find();
		assert.equal(found.isLauncher, true);
		assert.throws(() => refuseEmptyLauncher(found), {
			name: "LabError",
			message:
				/could not fetch Pulumi 3\.1\.0 from get\.pulumi\.com.*script\/setup of a checkout/s,
		});
	});

	test("else none, and what brings one is said", () => {
		using all = among();
		assert.throws(all.find, {
			name: "LabError",
			message: /^pulumi is not on PATH; npm install --save-dev pulumi brings/,
		});
	});
});

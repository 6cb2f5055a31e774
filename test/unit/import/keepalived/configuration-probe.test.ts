import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
	linkSync,
	mkdirSync,
	mkdtempDisposableSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, suite, test } from "node:test";
import { parseSections, setMark } from "../../../../src/host/sections.ts";
import { configurationProbe } from "../../../../src/import/keepalived/configuration-probe.ts";
import { parseConfiguration } from "../../../../src/import/keepalived/parse-configuration.ts";

/** A shell runs the probe; what it reads of processes stands in a folder. */
suite("the configuration of a keepalived that runs", () => {
	const home = mkdtempDisposableSync(join(tmpdir(), "lvs-running-"));
	after(() => home.remove());
	let folder: string;
	let number = 0;
	const write = (name: string, text: string) => {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	};
	const runs = (
		id: number,
		words: readonly string[],
		{ unit = "keepalived.service", network = "own" } = {},
	) => {
		write(`proc/${id}/comm`, "keepalived\n");
		write(`proc/${id}/cgroup`, `0::/system.slice/${unit}\n`);
		write(`proc/${id}/cmdline`, words.map((word) => `${word}\0`).join(""));
		mkdirSync(join(folder, `proc/${id}/ns`), { recursive: true });
		if (network === "own")
			linkSync(
				join(folder, "proc/self/ns/net"),
				join(folder, `proc/${id}/ns/net`),
			);
		else write(`proc/${id}/ns/net`, "");
	};
	const read = () => {
		const script = `${setMark("M")}\n${configurationProbe}`
			.replaceAll("/proc", join(folder, "proc"))
			.replaceAll("/etc/keepalived", join(folder, "etc"));
		const stdout = execFileSync("sh", { input: script, encoding: "utf8" });
		return parseConfiguration(parseSections("M", stdout));
	};
	beforeEach(() => {
		number += 1;
		folder = join(home.path, String(number));
		write("proc/self/ns/net", "");
		write("etc/keepalived.conf", "usual\n");
	});

	test("is that of its usual file, with its empty lines", () => {
		write("etc/keepalived.conf", "one\n\n  two # |\n@M file x\nlast");
		runs(7, ["keepalived", "-D"]);
		const found = read();
		assert.equal(found?.path, join(folder, "etc/keepalived.conf"));
		assert.equal(found.text, "one\n\n  two # |\n@M file x\nlast");
	});

	for (const [what, words] of [
		["-f", (file: string) => ["-D", "-f", file]],
		["-nDf", (file: string) => ["-nDf", file]],
		["--use-file", (file: string) => ["--use-file", file]],
		["--use-file=", (file: string) => [`--use-file=${file}`]],
	] as const)
		test(`is that of the file behind ${what}`, () => {
			write("other.conf", "other\n");
			runs(7, ["keepalived", ...words(join(folder, "other.conf"))]);
			assert.equal(read()?.text, "other");
		});

	test("has what its files include, found from where they are", () => {
		write(
			"etc/keepalived.conf",
			'include sites/*.conf\n  includer "with blank/a b.conf" # why\ninclude none\n',
		);
		write("etc/sites/one.conf", "include ../two\n");
		write("etc/sites/three.conf", "three\n");
		write("etc/two", "include keepalived.conf\n");
		write("etc/with blank/a b.conf", "blank\n");
		runs(7, ["keepalived"]);
		const { find } = read() ?? {};
		const names = (pattern: string, at?: string) =>
			find?.(pattern, at && join(folder, "etc", at)).map((file) =>
				"problem" in file
					? file.problem
					: [file.name.slice(folder.length), file.text],
			);
		assert.deepEqual(names("sites/*.conf"), [
			["/etc/sites/one.conf", "include ../two"],
			["/etc/sites/three.conf", "three"],
		]);
		assert.deepEqual(names("../two", "sites"), [
			["/etc/two", "include keepalived.conf"],
		]);
		assert.deepEqual(names("with blank/a b.conf"), [
			["/etc/with blank/a b.conf", "blank"],
		]);
		assert.deepEqual(names("none"), ["no such file on the director"]);
	});

	for (const [what, others] of [
		["does our own work", { unit: "lvs-web-health.service" }],
		["moves our VIP", { unit: "lvs-web-failover.service" }],
		["has a network of its own", { network: "another" }],
	] as const)
		test(`is not that of one that ${what}`, () => {
			runs(7, ["keepalived"], others);
			assert.equal(read(), undefined);
			runs(8, ["keepalived"]);
			assert.equal(read()?.text, "usual");
		});

	test("is none where its file is not there", () => {
		runs(7, ["keepalived", "-f", join(folder, "none")]);
		assert.equal(read(), undefined);
	});
});

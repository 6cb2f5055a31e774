import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { explainPlaces } from "../../../../src/cli/render/places.ts";
import { nothing } from "../../../../src/model/desired.ts";
import { fakePulumi } from "../fake-pulumi.ts";
import { runLvsctl } from "../run-lvsctl.ts";

suite("render", () => {
	let home: string;
	before(() => {
		home = mkdtempSync(join(tmpdir(), "lvs-render-"));
		const host = (component: string, role: string, name: string) => ({
			newState: {
				type: "pulumi-nodejs:dynamic/lvs:RealServer",
				inputs: {
					...{ component, role, name },
					desired: { ...nothing, packages: { "@httpd@": "installed" } },
				},
			},
		});
		writeFileSync(
			join(home, "preview.json"),
			JSON.stringify({
				steps: [
					host("web", "real-server", "rs2"),
					host("web", "real-server", "rs10"),
					host("blog", "web-server", "rs1"),
					host("web", "director", "z-lb"),
					host("Zoo", "real-server", "rs1"),
				],
			}),
		);
		fakePulumi(home, "cat preview.json");
	});
	after(() => rmSync(home, { recursive: true }));

	const order = [
		"Zoo real-server rs1",
		"blog web-server rs1",
		"web director z-lb",
		"web real-server rs10",
		"web real-server rs2",
	];
	const lvsctl = (...words: string[]) =>
		runLvsctl(words, {
			folder: home,
			environment: { PATH: `${home}:/usr/bin:/bin` },
		});

	test("as JSON has a fixed order", async () => {
		const { exit, stdout } = await lvsctl("render", "-o", "json");
		assert.equal(exit, 0);
		assert.deepEqual(
			JSON.parse(stdout).map((host: Record<string, string>) =>
				[host.component, host.role, host.name].join(" "),
			),
			order,
		);
	});

	test("as text has the same, and says first what @httpd@ is", async () => {
		const { exit, stdout } = await lvsctl("render");
		assert.equal(exit, 0);
		assert.equal(
			stdout,
			[
				"Names that differ between distributions, and secrets, are filled in on the host:",
				"  @httpd@             apache2 (debian), httpd (rhel)",
				"",
				...order.flatMap((host) => [
					`===== ${host}`,
					"package @httpd@: installed",
				]),
				"",
			].join("\n"),
		);
	});

	test("explains what stands in it, and nothing else", () => {
		const file = (content: string) => ({
			...nothing,
			files: {
				"/etc/x": { content, mode: "644", readBy: "others" as const },
			},
		});
		assert.equal(explainPlaces([file("mail me @home")]), "");
		assert.equal(
			explainPlaces([file("@at@httpd@ @redis@"), file("@secret:key|php@")]),
			[
				"Names that differ between distributions, and secrets, are filled in on the host:",
				"  @redis@             redis-server (debian), redis (rhel)",
				"  @secret:...@        a secret, which no text of ours shows",
				"  @at@                @ of your own text, where it looks like one of these",
			].join("\n"),
		);
	});

	test("says it in its help", async () => {
		const { stdout } = await lvsctl("render", "--help");
		assert.match(stdout, /by component, role and name\. @httpd@/);
	});
});

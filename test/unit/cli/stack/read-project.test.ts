import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { exitCode } from "../../../../src/cli/exit-code.ts";
import { programFile } from "../../../../src/cli/stack/program-file.ts";
import { readProject } from "../../../../src/cli/stack/read-project.ts";
import { runLvsctl } from "../run-lvsctl.ts";

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string>>) {
	const home = mkdtempDisposableSync(join(tmpdir(), "lvs-project-"));
	for (const [name, text] of Object.entries(files))
		writeFileSync(join(home.path, name), text);
	return home;
}

/** What is read of a folder with these files, without what is not there. */
async function readOf(files: Readonly<Record<string, string>>) {
	using home = folderWith(files);
	const read = await readProject(home.path);
	return Object.fromEntries(
		Object.entries(read).filter(([, value]) => value !== undefined),
	);
}

suite("a project is read", () => {
	const shop = { name: "shop", main: "src", backendUrl: "file://./state" };
	const json = JSON.stringify({
		name: "shop",
		main: "src",
		backend: { url: "file://./state" },
	});
	for (const [what, files, read] of [
		["without a file", {}, {}],
		["of an empty file", { "Pulumi.yaml": "" }, {}],
		[
			"as lvsctl init writes it",
			{ "Pulumi.yaml": "name: shop\nbackend:\n  url: file://./state\n" },
			{ name: "shop", backendUrl: "file://./state" },
		],
		[
			"with quotes and comments",
			{
				"Pulumi.yaml": `# shop\nname: "shop" # of ours\nmain: 'src'\nbackend:\n  # here\n  url: "file://./state"  # not in git\n`,
			},
			shop,
		],
		[
			"with keys in quotes",
			{ "Pulumi.yaml": `"name": shop\n'description': "a: b"\n` },
			{ name: "shop", description: "a: b" },
		],
		[
			"in flow style",
			{
				"Pulumi.yaml":
					'{name: shop, main: src, backend: {url: "file://./state"}}\n',
			},
			shop,
		],
		[
			"with anchors and merge keys",
			{
				"Pulumi.yaml":
					"x-own: &own\n  url: file://./state\nname: &name shop\nmain: src\nbackend:\n  <<: *own\n",
			},
			shop,
		],
		[
			"with text over several lines",
			{ "Pulumi.yaml": "name: shop\ndescription: >-\n  A shop\n  of ours\n" },
			{ name: "shop", description: "A shop of ours" },
		],
		[
			"where nothing is said",
			{ "Pulumi.yaml": "name: shop\nmain: ~\nbackend:\n" },
			{ name: "shop" },
		],
		[
			"of the first document",
			{ "Pulumi.yaml": "---\nname: shop\n---\nname: other\n" },
			{ name: "shop" },
		],
		[
			"with the line ends and the mark of Windows",
			{ "Pulumi.yaml": "\ufeffname: shop\r\nmain: src\r\n" },
			{ name: "shop", main: "src" },
		],
		["of Pulumi.yml", { "Pulumi.yml": "name: shop\n" }, { name: "shop" }],
		["of Pulumi.json", { "Pulumi.json": `\ufeff${json}` }, shop],
		[
			"of the file that pulumi takes where there are two",
			{ "Pulumi.yaml": "name: other\n", "Pulumi.json": json },
			shop,
		],
		[
			"with a folder for the settings of stacks",
			{ "Pulumi.yaml": "name: shop\nstackConfigDir: stacks\n" },
			{ name: "shop", stackConfigDir: "stacks" },
		],
		[
			"with the former name of that folder",
			{ "Pulumi.yaml": "name: shop\nconfig: stacks\n" },
			{ name: "shop", stackConfigDir: "stacks" },
		],
		[
			"with settings for all stacks",
			{ "Pulumi.yaml": "name: shop\nconfig:\n  shop:size: 3\n" },
			{ name: "shop" },
		],
	] as const)
		test(what, async () => {
			assert.deepEqual(await readOf(files), read);
		});
});

suite("a project is refused", () => {
	for (const [what, name, text, message] of [
		[
			"with a tab",
			"Pulumi.yaml",
			"name: shop\noptions:\n\trefresh: always\n",
			": line 3: this is no YAML: tab characters must not be used in indentation",
		],
		[
			"with one key twice",
			"Pulumi.yml",
			"name: shop\nname: other\n",
			": line 2: this is no YAML: duplicated mapping key",
		],
		[
			"with an open bracket",
			"Pulumi.yaml",
			"name: shop\nbackend: {url: x\n",
			": line 3: this is no YAML: deficient indentation",
		],
		[
			"that is a list",
			"Pulumi.yaml",
			"- name: shop\n",
			': this is no mapping, like "key: value"',
		],
		[
			"whose backend is a word",
			"Pulumi.yaml",
			"name: shop\nbackend: file://./state\n",
			': backend: this is no mapping, like "key: value"',
		],
		[
			"whose name is a number",
			"Pulumi.yaml",
			"name: 123\n",
			": name: this is no text; if it is meant as one, put it in quotes",
		],
		[
			"that is cut",
			"Pulumi.json",
			'{\n"name": "shop"\n',
			": this is no JSON: Expected ',' or '}' after property value in JSON at position 17 (line 3 column 1)",
		],
	] as const)
		test(what, async () => {
			using home = folderWith({ [name]: text });
			await assert.rejects(readProject(home.path), (error: Error) => {
				assert.equal(error.message, `${join(home.path, name)}${message}`);
				assert.equal(exitCode(error), 2);
				return true;
			});
		});

	test("by every verb, in one line, before pulumi is called", async () => {
		using home = folderWith({ "Pulumi.yaml": "name: shop\nname: shop\n" });
		assert.deepEqual(await runLvsctl(["status"], { folder: home.path }), {
			exit: 2,
			stdout: "",
			stderr: "Pulumi.yaml: line 2: this is no YAML: duplicated mapping key",
		});
	});
});

test("a folder is no project file", () => {
	using home = folderWith({ "Pulumi.yml": "" });
	for (const name of ["Pulumi.json", "Pulumi.yaml"])
		mkdirSync(join(home.path, name));
	assert.equal(programFile(home.path), join(home.path, "Pulumi.yml"));
});

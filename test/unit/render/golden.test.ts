import assert from "node:assert/strict";
import {
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { suite, test } from "node:test";
import type { Desired } from "../../../src/model/desired.ts";
import { familyNames } from "../../../src/model/family.ts";
import { rendered, renderedByFpm, renderedClusters } from "./rendered.ts";

// What experiment 2 (labs/02-dr) puts on its hosts, file by file, in the names of each family; of clusters with checks, with two directors,
// and with machines that do both, in those of one. After a wanted change:
//   node test/unit/render/golden.test.ts --write     and read the difference.
const root = join(import.meta.dirname, "golden");
const write = process.argv.includes("--write");

for (const family of familyNames)
	for (const [role, desired] of [
		...rendered(family),
		...(family === "debian" ? [...renderedByFpm(), ...renderedClusters()] : []),
	]) {
		const folder = join(root, family, role);
		const texts = new Map(
			Object.entries(desired.files).map(([path, { content }]) => [
				join(folder, path),
				content,
			]),
		);
		texts.set(join(folder, "desired.json"), besidesText(desired));

		suite(`${family} ${role}`, () => {
			if (write) {
				rmSync(folder, { recursive: true, force: true });
				for (const [path, text] of texts) {
					mkdirSync(dirname(path), { recursive: true });
					writeFileSync(path, text);
				}
			}

			for (const [path, text] of texts)
				test(relative(folder, path), () => {
					assert.equal(text, readFileSync(path, "utf8"));
				});

			test("nothing else is rendered", () => {
				assert.deepEqual([...texts.keys()].sort(), filesBelow(folder));
			});

			test("every name of the family is resolved", () => {
				assert.doesNotMatch(JSON.stringify(desired), /@[a-z-]+@/);
			});

			test("every file ends with a newline", () => {
				for (const [path, text] of texts) assert.match(text, /[^\n]\n$/, path);
			});
		});
	}

/** All but the text of files, which has golden files of its own. */
function besidesText(desired: Desired): string {
	const files = Object.fromEntries(
		Object.entries(desired.files).map(([path, { content, ...rest }]) => [
			path,
			rest,
		]),
	);
	return `${JSON.stringify({ ...desired, files }, null, "\t")}\n`;
}

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inMarkers } from "../../../../src/host/block.ts";
import {
	knownTexts,
	readTexts,
} from "../../../../src/host/large/known-texts.ts";
import { nothing } from "../../../../src/model/desired.ts";

const folder = mkdtempSync(join(tmpdir(), "lvs-known-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "rules");
const small = join(folder, "small");
writeFileSync(small, "small\n");

const content = (weight: number) =>
	Array.from({ length: 4000 }, (_, i) => `-a ${i} -w ${weight}\n`).join("");
const desired = (weight: number, block?: string) => ({
	...nothing,
	files: {
		[path]: {
			content: content(weight),
			mode: "644",
			readBy: "others" as const,
			...(block ? { block } : {}),
		},
	},
});

/** What the look prints of both files. */
function look(known: ReturnType<typeof knownTexts>): string {
	return execFileSync(
		"sh",
		["-c", `${readTexts([path, small], known)}; true`],
		{
			encoding: "utf8",
		},
	);
}

const known = knownTexts("web-director", desired(1), desired(2), "debian");

for (const weight of [1, 2])
	test(`A file that holds what is known is told by its digest: weight ${weight}`, () => {
		writeFileSync(path, content(weight));
		const digest = known.find(({ text }) => text === content(weight))?.digest;
		assert.equal(
			look(known),
			`@ digests\n${digest} ${path}\n@ texts\n${small}:small\n`,
		);
	});

test("Any other is read", () => {
	writeFileSync(path, content(3));
	const lines = look(known).split("\n");
	assert.deepEqual(lines.slice(0, 2), ["@ digests", "@ texts"]);
	assert.equal(
		lines.filter((line) => line.startsWith(`${path}:-a`)).length,
		4000,
	);
});

test("A file that is not there is neither", () => {
	rmSync(path);
	assert.equal(look(known), `@ digests\n@ texts\n${small}:small\n`);
});

test("Of a block its lines alone count, whatever stands around it", () => {
	const known = knownTexts(
		"web-director",
		desired(1, "web"),
		undefined,
		"debian",
	);
	writeFileSync(path, `others\n${inMarkers("web", content(1))}more\n`);
	assert.match(look(known), /^@ digests\n[0-9a-f]{64} /);
	writeFileSync(path, `others\n${inMarkers("web", content(2))}more\n`);
	assert.match(look(known), /^@ digests\n@ texts\n/);
});

test("Small texts are read as ever", () => {
	const few = {
		...nothing,
		files: {
			[path]: { content: "few\n", mode: "644", readBy: "others" as const },
		},
	};
	assert.deepEqual(knownTexts("web-director", few, undefined, "debian"), []);
});

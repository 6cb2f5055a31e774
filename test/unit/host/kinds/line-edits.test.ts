import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { inMarkers } from "../../../../src/host/block.ts";
import { lineEdits, sedScript } from "../../../../src/host/kinds/line-edits.ts";

/** A text large enough, with some lines that are others. */
const text = (lines: Readonly<Record<number, string>> = {}) =>
	Array.from(
		{ length: 2000 },
		(_, i) =>
			`${lines[i] ?? `-a -t 172.18.0.70:${i} -r 172.18.0.67:80 -g -w 1`}\n`,
	).join("");

const sed = (script: string, input: string) =>
	execFileSync("sed", ["-e", script], { input, encoding: "utf8" });

const awkward = [
	"a/b & \\1 [x]* ^$ .",
	"'quoted' \"twice\" $HOME `id`",
	"",
	"\\n \\/ \\&",
	"s/^a$/b/",
];

for (const line of awkward)
	test(`sed makes one text of the other: ${JSON.stringify(line)}`, () => {
		const from = text({ 7: `${line} before`, 1999: "last" });
		const to = text({ 7: `${line} after`, 1999: `${line}!` });
		const edits = lineEdits(from, to) ?? [];
		assert.equal(edits.length, 2);
		assert.equal(sed(sedScript(edits, undefined), from), to);
	});

test("A block is edited, and the same lines around it are not", () => {
	const from = text({ 3: "one" });
	const to = text({ 3: "other" });
	const edits = lineEdits(from, to) ?? [];
	const around = (block: string) => `one\n${block}one\n`;
	assert.equal(
		sed(sedScript(edits, "web"), around(inMarkers("web", from))),
		around(inMarkers("web", to)),
	);
});

const whole: readonly (readonly [string, string, string])[] = [
	["a short text", "one\n", "other\n"],
	["another number of lines", text(), `${text()}more\n`],
	[
		"many lines",
		text(),
		text(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, "new"]))),
	],
	[
		"a line that is there twice",
		text({ 1: "x", 2: "x" }),
		text({ 1: "y", 2: "x" }),
	],
];
for (const [what, from, to] of whole)
	test(`Written as a whole: ${what}`, () => {
		assert.equal(lineEdits(from, to), undefined);
	});

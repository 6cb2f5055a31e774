import assert from "node:assert/strict";
import { test } from "node:test";
import {
	type FileNote,
	formatFileNote,
	parseFileNote,
} from "../../../../src/host/kinds/file-note.ts";

for (const [words, note] of [
	["absent", { existed: false }],
	["absent block cluster web", { existed: false, block: "cluster web" }],
	["present block cluster web", { existed: true, block: "cluster web" }],
	[
		"/var/lib/pulumi-lvs/web-website/original/etc/a block b",
		{
			existed: true,
			original: "/var/lib/pulumi-lvs/web-website/original/etc/a block b",
		},
	],
] satisfies [string, FileNote][])
	test(`the record of a file: ${words}`, () => {
		assert.deepEqual(parseFileNote(words), note);
		assert.equal(formatFileNote(note), words);
	});

import assert from "node:assert/strict";
import { test } from "node:test";
import { madeKinds } from "../../../../src/host/kinds/every-kind.ts";
import { formatMade, parseMade } from "../../../../src/host/kinds/made-text.ts";

test("the words of a record are read as they were written, names with blanks too", () => {
	for (const [of] of madeKinds)
		for (const name of ["tunl0", "/srv/a place"])
			assert.deepEqual(parseMade(formatMade({ of, name })), { of, name });
});

test("each kind has a word of its own, without a blank", () => {
	const words = madeKinds.map(([, { made }]) => made.word);
	assert.equal(new Set(words).size, words.length);
	for (const word of words) assert.match(word, /^\S+$/);
});

test("a word that this version does not know is an error that says what to do", () => {
	assert.throws(() => parseMade("swap /swapfile"), {
		message:
			'the record on the host has "swap /swapfile", which this version cannot undo: a later version of pulumi-lvs made it; use that one',
	});
});

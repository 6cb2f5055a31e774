import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { quote } from "../../../src/model/quote.ts";
import { raw, type ShellValue, sh } from "../../../src/ssh/shell.ts";

function printed(words: string): string[] {
	const script = `printf '%s\\0' ${words}`;
	const out = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });
	return out.split("\0").slice(0, -1);
}

const word = fc
	.string({ unit: "binary" })
	.filter((text) => !text.includes("\0"));
const nasty = fc.string({
	unit: fc.constantFrom(..."'\"\\$`!*?~#;&|<>(){}[] \n\t\r=-%a"),
});

test("a real sh gives back every word as it was quoted", () => {
	fc.assert(
		fc.property(
			fc.array(fc.oneof(word, nasty), { minLength: 1, maxLength: 40 }),
			(words) => {
				assert.deepEqual(printed(sh`${words}`), words);
			},
		),
		{ numRuns: 60 },
	);
});

test("plain words stay readable", () => {
	for (const plain of [
		"ip",
		"172.18.0.70/32",
		"--weight=2",
		"eth0:0",
		"a_b%c@d+e",
	])
		assert.equal(quote(plain), plain);
	assert.equal(quote(""), "''");
	assert.equal(quote("it's"), `'it'\\''s'`);
});

test("NUL and half a surrogate pair are refused", () => {
	assert.throws(() => quote("a\0b"), TypeError);
	assert.throws(() => quote("\ud800"), TypeError);
});

test("sh quotes strings and numbers, joins arrays and passes raw text", () => {
	assert.equal(
		sh`ip ${["a b", 0]} dev ${"eth0"} ${raw("&& true")} ${-1}`,
		"ip 'a b' 0 dev eth0 && true -1",
	);
});

test("sh refuses what is no shell value, and quotes around a value", () => {
	for (const value of [undefined, null, Number.NaN, {}, ["a", undefined]])
		assert.throws(() => sh`x ${value as ShellValue}`, TypeError);
	assert.throws(() => sh`echo "${"a b"}"`, /leave out/);
	assert.throws(() => sh`echo '${"a b"}'`, /leave out/);
});

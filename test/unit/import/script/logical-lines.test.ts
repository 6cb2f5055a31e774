import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { logicalLines } from "../../../../src/import/script/logical-lines.ts";

for (const [name, text, lines] of [
	["each line by itself", "a\nb", ["1 a", "2 b"]],
	[
		"a continued line has the number of its first",
		"a \\\n b\\\nc\nd",
		["1 a  bc", "4 d"],
	],
	["an escaped backslash continues nothing", "a\\\\\nb", ["1 a\\\\", "2 b"]],
	["three do", "a\\\\\\\nb", ["1 a\\\\b"]],
	["a comment is not continued", "# a \\\nb", ["1 # a \\", "2 b"]],
	["the last line may be left open", "a \\", ["1 a "]],
	[
		"line ends of Windows, and a byte order mark",
		"\uFEFFa \\\r\nb\r\nc",
		["1 a b", "3 c"],
	],
] as const)
	test(name, () => {
		assert.deepEqual(
			logicalLines(text).map(({ line, text }) => `${line} ${text}`),
			lines,
		);
	});

test("no line is lost, whatever the text", () => {
	fc.assert(
		fc.property(
			fc.array(fc.stringMatching(/^[a-z# \\]{0,6}$/), { maxLength: 8 }),
			(texts) => {
				const text = texts.join("\n");
				const letters = (one: string) => one.replaceAll(/[^a-z#]/g, "");
				assert.equal(
					letters(
						logicalLines(text)
							.map(({ text }) => text)
							.join(""),
					),
					letters(text),
				);
			},
		),
	);
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { wordsOf } from "../../../../src/import/keepalived/words-of.ts";

suite("words of a program that keepalived runs", () => {
	for (const [line, words] of [
		["  /look  -a\tb ", ["/look", "-a", "b"]],
		[
			"/bin/sh -c 'curl -fs http://10.0.0.1/ || exit 1'",
			["/bin/sh", "-c", "curl -fs http://10.0.0.1/ || exit 1"],
		],
		[`/a --query='select 1' "it's"''`, ["/a", "--query=select 1", "it's"]],
		["/a '' b", ["/a", "", "b"]],
		[String.raw`/a \"b\" c\ d 'e\'f' \n`, ["/a", '"b"', "c d", "e'f", "\n"]],
		[
			String.raw`/a \x41\x4 \101\7 \cA \xg`,
			["/a", "A\x04", "A\x07", "\x01", "xg"],
		],
	] as const)
		test(line, () => {
			assert.deepEqual(wordsOf(line), words);
		});

	for (const [line, why] of [
		["", /^it names no program$/],
		["/a 'b", /^a ' of it has no end/],
		['/a "b', /^a " of it has no end/],
		["/a b\\", /^a backslash is at its end/],
		["/a \\0", /^it contains a NUL character$/],
	] as const)
		test(`cannot be told of ${JSON.stringify(line)}`, () => {
			assert.match(String(wordsOf(line)), why);
		});
});

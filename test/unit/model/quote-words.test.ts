import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import * as fc from "fast-check";
import { quoteWords } from "../../../src/model/quote.ts";

test("a real shell reads back exactly the words that were quoted", () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.oneof(
					fc.string({ unit: "grapheme" }).map((s) => s.replaceAll("\0", "")),
					fc.constantFrom("", "'", "a b", "$(id)", "\\", "-n", "*", "\n"),
				),
				{ minLength: 1, maxLength: 5 },
			),
			(words) => {
				const output = execFileSync("sh", [
					"-c",
					`printf '%s\\0' ${quoteWords(words)}`,
				]).toString();
				assert.deepEqual(output.split("\0").slice(0, -1), words);
			},
		),
		{ numRuns: 60 },
	);
});

import assert from "node:assert/strict";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { test } from "node:test";
import { formatProgram } from "../../../src/import/format-declaration.ts";
import type { shortLines } from "./short-lines.ts";

/**
 * Tests that configurations are declared as is recorded beside them, in `NAME.txt`. `--write` behind the file of the test writes that.
 *
 * @param pattern of the configurations
 */
export function recordedSamples(
	pattern: string,
	declared: (text: string) => ReturnType<typeof shortLines>,
): void {
	for (const file of globSync(pattern).sort())
		test(basename(file, extname(file)), () => {
			const { clusters, unread, remarks } = declared(
				readFileSync(file, "utf8"),
			);
			const text = [
				formatProgram(clusters),
				...remarks.map((line) => `remark ${line}`),
				...unread.map((line) => `not declared ${line}`),
			].join("\n");
			const recorded = file.replace(/\.[a-z]+$/, ".txt");
			if (process.argv.includes("--write"))
				writeFileSync(recorded, `${text}\n`);
			assert.equal(`${text}\n`, readFileSync(recorded, "utf8"));
		});
}

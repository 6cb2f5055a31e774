import assert from "node:assert/strict";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { suite, test } from "node:test";
import { formatProgram } from "../../../../src/import/format-declaration.ts";
import { declared } from "./declared.ts";

/**
 * Configurations in the shapes that people publish, and what is made of each: `NAME.conf` and `NAME.txt`. `node samples.test.ts --write`
 * writes the second.
 */
suite("a keepalived.conf as people have them", () => {
	for (const file of globSync(`${import.meta.dirname}/samples/*.conf`).sort())
		test(basename(file, ".conf"), () => {
			const { clusters, unread, remarks } = declared(
				readFileSync(file, "utf8"),
			);
			const text = [
				formatProgram(clusters),
				...remarks.map((line) => `remark ${line}`),
				...unread.map((line) => `not declared ${line}`),
			].join("\n");
			const recorded = file.replace(/conf$/, "txt");
			if (process.argv.includes("--write"))
				writeFileSync(recorded, `${text}\n`);
			assert.equal(`${text}\n`, readFileSync(recorded, "utf8"));
		});
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseLine, parseRule } from "../../../src/ipvs/parse-rule.ts";
import { formatAttributes, ruleKey } from "../../../src/ipvs/rule.ts";

// What kernels of the lab answered, wherever it was recorded: each rule is read, and written as it stood.

const unit = join(import.meta.dirname, "..");
const folders = [
	"host/look/recorded",
	"host/change/adopted",
	"diagnose/recorded",
];
const files = folders
	.flatMap((folder) =>
		readdirSync(join(unit, folder), { recursive: true, encoding: "utf8" }).map(
			(name) => join(unit, folder, name),
		),
	)
	.filter((path) => statSync(path).isFile());

suite("rules of recorded answers", () => {
	const found = new Map(files.map((path) => [path, rulesIn(path)]));

	for (const [path, lines] of found)
		if (lines.length > 0)
			test(relative(unit, path), () => {
				for (const line of lines) {
					const rule = parseLine(line);
					assert.ok(rule !== undefined, line);
					assert.deepEqual(rule.others, [], line);
					assert.equal(ruleLine(rule), line);
					assert.deepEqual(
						parseRule(ruleKey(rule), formatAttributes(rule)),
						rule,
					);
				}
			});

	test("there are some of each kind", () => {
		const all = [...found.values()].flat().join("\n");
		for (const words of [
			"-A -t",
			"-A -u",
			"-A -f",
			" -m",
			" -g",
			" -i",
			" -p ",
		])
			assert.ok(all.includes(words), words);
	});
});

/** The lines of a recorded answer that are rules, as a dump or a rule file has them. */
function rulesIn(path: string): string[] {
	const text = readFileSync(path, "utf8");
	return (
		(path.endsWith(".json") ? textsIn(JSON.parse(text)) : [text])
			.flatMap((text) => text.split("\n"))
			// a line of a file comes with its path
			.map((line) => line.replace(/^\/[\w./-]+:/, ""))
			// the words of our watch name several rules in one line, and what became of them
			.filter((line) => /^-[Aa] -/.test(line) && !line.includes(": missing"))
			.map((line) => line.trimEnd())
	);
}

function textsIn(value: unknown): string[] {
	return typeof value === "string"
		? [value]
		: typeof value === "object" && value !== null
			? Object.values(value).flatMap(textsIn)
			: [];
}

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Heard, readAnswers } from "../../../src/diagnose/read-answers.ts";
import { broken } from "../../lab/broken.ts";
import { brokenPair } from "../../lab/broken-pair.ts";

// What the hosts of a lab answered in each broken layout; test/lab/record-diagnose.ts writes it.
const folder = join(import.meta.dirname, "recorded");

const recorded = (name: string) =>
	JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Heard;

for (const { name, breakage, says } of [...broken, ...brokenPair]) {
	if (name.startsWith("sound") || !existsSync(join(folder, `${name}.json`)))
		continue;
	test(`${name}: ${breakage}`, () => {
		const { findings } = readAnswers(recorded(name));
		const lines = findings.map(({ host, cause }) => `${host}: ${cause}`);
		assert.match(lines[0] ?? "", says);
		assert.equal(lines.length, 1, lines.join("\n"));
	});
}

test("a sound cluster: every hop is good, and nothing is found", () => {
	const sound = readdirSync(folder).filter((file) => file.startsWith("sound"));
	assert.ok(sound.length > 0);
	for (const file of sound) {
		const { findings, good } = readAnswers(recorded(file.slice(0, -5)));
		assert.deepEqual(findings, [], file);
		assert.ok(
			good.length > 0 && good.every((line) => line.includes("every hop good")),
			file,
		);
	}
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Heard, readAnswers } from "../../../src/diagnose/read-answers.ts";

// Layouts that no machine was broken for: recorded answers, with the lines that another breakage would have changed.

export type Sections = Record<string, string[]>;
export type Changing = Omit<Heard, "answers" | "targets"> & {
	targets: Heard["targets"];
	answers: Record<string, Sections>;
	said: string;
};

/** What is found in a recorded layout after a change, one line each. */
export function changed(
	name: string,
	change: (heard: Changing) => void,
): string[] {
	return judged(name, change).findings.map(
		({ host, cause }) => `${host}: ${cause}`,
	);
}

/** Everything that is said of a recorded layout after a change. */
export function judged(name: string, change: (heard: Changing) => void) {
	const path = join(import.meta.dirname, "recorded", `${name}.json`);
	const heard = JSON.parse(readFileSync(path, "utf8")) as Changing;
	change(heard);
	return readAnswers(heard);
}

export function host({ answers }: Changing, name: string): Sections {
	const sections = answers[name];
	assert.ok(sections !== undefined, name);
	return sections;
}

export function replace(
	sections: Sections,
	name: string,
	pattern: RegExp | string,
	by: string,
): void {
	const lines = sections[name] ?? [];
	const after = lines.map((line) => line.replaceAll(pattern, by));
	assert.notDeepEqual(after, lines, `${name} has ${pattern}`);
	sections[name] = after;
}

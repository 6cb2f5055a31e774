import { randomBytes } from "node:crypto";
import { sh } from "../ssh/shell.ts";

// How our scripts answer: standard output in sections. Each begins with a line `@MARK NAME`, where MARK is made anew for each script,
// so nothing that a program on the host prints can be taken for one.

/** What stands in the first line of each section of one script. */
export function newMark(): string {
	return randomBytes(6).toString("hex");
}

/** Shell text that comes first in a script: its mark, which no program that it starts gets to know. */
export function setMark(mark: string): string {
	return sh`lvs_mark=${mark}`;
}

/** Shell text that begins a section. */
export function section(name: string): string {
	return `echo "@$lvs_mark ${name}"`;
}

/** Name of a section -> its lines that are not empty. What comes before the first section is left out. */
export function parseSections(
	mark: string,
	stdout: string,
): ReadonlyMap<string, readonly string[]> {
	const sections = new Map<string, string[]>();
	const begin = `@${mark} `;
	let lines: string[] = [];
	for (const line of stdout.split("\n")) {
		if (line.startsWith(begin)) {
			lines = [];
			sections.set(line.slice(begin.length), lines);
		} else if (line !== "") lines.push(line);
	}
	return sections;
}

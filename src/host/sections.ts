import { sh } from "../ssh/shell.ts";

// Our scripts print their answers in sections. Each section begins with a line `@MARK NAME`. MARK is new for each script (new-mark.ts), so
// no output of a program on the host can be taken for the beginning of a section.

/** Shell text at the beginning of a script, which sets its mark. Programs that the script starts do not learn the mark. */
export function setMark(mark: string): string {
	return sh`lvs_mark=${mark}`;
}

/** Shell text that begins a section. */
export function section(name: string): string {
	return `echo "@$lvs_mark ${name}"`;
}

/** Name of a section -> its lines that are not empty. Output before the first section is left out. */
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

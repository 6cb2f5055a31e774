import type { Family } from "../../model/family.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { section } from "../sections.ts";

/** Section of an answer -> its lines. */
export type LinesOf = (section: string) => readonly string[];

/** How a look reads what may be large. `readAll` reads everything; the readers of `host/large/` read less. */
export interface Reader {
	/** Shell text that prints files. */
	readTexts(paths: readonly string[], family: Family): string;
	/** Path -> text of each file that exists, from the output of `readTexts`. */
	parseTexts(linesOf: LinesOf, family: Family): Map<string, string>;
	/** A question that is asked in another way than usual. Undefined: there is none. */
	readonly instead?: {
		readonly question: string;
		readonly probe: string;
		parse(lines: readonly string[]): unknown;
	};
}

/** Reads every file whole, by one process, and asks every question in its own way. */
export const readAll: Reader = {
	readTexts: (paths) =>
		sh`${raw(section("texts"))}; grep -asH '' ${[...new Set(paths)]}`,

	parseTexts: (linesOf) => parsePathLines(linesOf("texts")),
};

/** `path:line` of one grep over all files. Our paths hold no colon. @returns path -> text. */
export function parsePathLines(lines: readonly string[]): Map<string, string> {
	const texts = new Map<string, string[]>();
	for (const line of lines) {
		const at = line.indexOf(":");
		const path = line.slice(0, at);
		const text = texts.get(path) ?? [];
		text.push(`${line.slice(at + 1)}\n`);
		texts.set(path, text);
	}
	return new Map([...texts].map(([path, text]) => [path, text.join("")]));
}

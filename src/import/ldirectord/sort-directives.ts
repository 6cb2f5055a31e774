import { leaveOut, type Notes, refuse } from "../configuration/notes.ts";
import { onLineOfAnother } from "../configuration/on-line-of-another.ts";
import { placeOf } from "../place-of.ts";
import type { Place } from "../script/read-script.ts";
import { isDirective, isIn } from "./is-directive.ts";
import type { Line } from "./read-lines.ts";
import { refusedLine } from "./refused-line.ts";
import { strayIn } from "./stray-in.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A line that sets something. */
export interface Directive extends Place {
	readonly keyword: string;
	readonly value: string;
}

/** The directives of one part that are read. */
export interface Directives {
	/** The last one, which counts. */
	last(keyword: string): Directive | undefined;
	all(keyword: string): readonly Directive[];
	/** Whether ldirectord refuses a line of this keyword, which is reported. */
	isRefused(keyword: string): boolean;
	/** Those that nobody has asked for up to now: they count for nothing. */
	unused(): readonly Directive[];
}

/** Takes the lines of one part apart: the answer has the directives that are read, and everything else is reported. */
export function sortDirectives(
	lines: readonly Line[],
	vocabulary: Vocabulary,
	notes: Notes,
): Directives {
	const bad = new Set<string>();
	const kept = lines.flatMap((line): Directive[] => {
		const give = (reason: string) => {
			refuse(notes, line, reason);
			return [];
		};
		const [, keyword = "", written] =
			/^(\w+)\s*=\s*(.*)/.exec(line.content) ?? bare(line.content);
		const wrong = whyUnknown(line.content, keyword, written, vocabulary);
		if (wrong !== undefined) return give(refusedLine(wrong));
		const refused = ownOf(vocabulary.refused, keyword);
		if (refused !== undefined) return give(refused);
		const reads = ownOf(vocabulary.read, keyword);
		const read = reads ?? ownOf(vocabulary.meaningless, keyword);
		const found = read?.(written ?? "");
		if (found === undefined) return [];
		if ("problem" in found) {
			bad.add(keyword);
			return give(refusedLine(`${keyword} ${found.problem}`));
		}
		const stray = freeTexts.includes(keyword) ? [] : strayIn(written ?? "");
		if (stray.length > 0)
			refuse(notes, line, onLineOfAnother("ldirectord", keyword, stray));
		if (reads !== undefined)
			return [{ ...placeOf(line), keyword, value: found.value }];
		leaveOut(notes, keyword, line);
		return [];
	});
	const used = new Set<Directive>();
	const use = (found: readonly Directive[]) => {
		for (const each of found) used.add(each);
		return found;
	};
	const of = (keyword: string) =>
		kept.filter((each) => each.keyword === keyword);
	return {
		all: (keyword) => use(of(keyword)),
		last: (keyword) => use(of(keyword).slice(-1))[0],
		isRefused: (keyword) => bad.has(keyword),
		unused: () => kept.filter((each) => !used.has(each)),
	};
}

/** Directives whose value may be any text. */
const freeTexts = ["comment", "servicename"];

/** ldirectord takes this one without a value too. */
function bare(content: string): string[] {
	return /^supervised\s*$/.test(content) ? ["", "supervised", "yes"] : [];
}

/** Why ldirectord does not know a line. Undefined: it does. */
function whyUnknown(
	content: string,
	keyword: string,
	written: string | undefined,
	vocabulary: Vocabulary,
): string | undefined {
	if (content.trim() === "")
		return "it has blanks and nothing else; take it out, as an empty line would end the virtual service";
	if (/^\s/.test(content))
		return "it is indented and belongs to no virtual service: that ends with an empty line, or one that is indented by less than four blanks; take that out, or write this at the margin";
	if (written === undefined)
		return `"${content.trim()}" sets nothing: a directive is written NAME = VALUE`;
	const outdated = ownOf(vocabulary.outdated, keyword);
	if (outdated !== undefined) return outdated;
	if (isIn(vocabulary, keyword)) return undefined;
	return isDirective(keyword)
		? vocabulary.elsewhere
		: `"${keyword}" is not known in ${vocabulary.of}; is it spelt rightly?`;
}

function ownOf<Value>(
	words: Readonly<Record<string, Value>>,
	keyword: string,
): Value | undefined {
	return Object.hasOwn(words, keyword) ? words[keyword] : undefined;
}

import { leaveOut, type Notes, refuse } from "../configuration/notes.ts";
import type { Statement } from "./statement.ts";
import { strayWords } from "./stray-words.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The parts of a block that are read. */
export interface Settings {
	/** The last one with one of these keywords, which counts. */
	last(...keywords: readonly string[]): Statement | undefined;
	all(...keywords: readonly string[]): readonly Statement[];
	/** A statement that is read, but may not count. */
	readonly doubtful: Statement | undefined;
}

/** Takes a block apart: the answer has the parts that are read, and everything else is reported. */
export function sortOut(
	block: readonly Statement[] | undefined,
	vocabulary: Vocabulary,
	notes: Notes,
): Settings {
	const kept: Statement[] = [];
	for (const statement of block ?? []) {
		const { keyword, why } = statement;
		const reads = vocabulary.read.includes(keyword);
		const reason = Object.hasOwn(vocabulary.refused, keyword)
			? vocabulary.refused[keyword]
			: undefined;
		if (reads) kept.push(statement);
		const drops = vocabulary.meaningless.some((word) =>
			typeof word === "string" ? word === keyword : word.test(keyword),
		);
		const stray =
			reads || drops ? strayWords(statement, vocabulary) : undefined;
		if (why !== undefined) refuse(notes, statement, why);
		else if (stray !== undefined) refuse(notes, statement, stray);
		else if (reads) continue;
		else if (reason !== undefined) refuse(notes, statement, reason);
		else if (drops) leaveOut(notes, keyword, statement);
		else
			refuse(
				notes,
				statement,
				`"${keyword}" is not known in ${vocabulary.of}; is it spelt rightly, and is no } missing above?`,
			);
	}
	const all = (...keywords: readonly string[]) =>
		kept.filter(({ keyword }) => keywords.includes(keyword));
	return {
		all,
		last: (...keywords) => all(...keywords).at(-1),
		doubtful: kept.find(({ why }) => why !== undefined),
	};
}

import type { Desired } from "../model/desired.ts";
import type { Family } from "../model/family.ts";

/**
 * One thing to look at on a host, changing nothing. On a small machine the cost of a look is its processes, so the
 * files of all questions are read by one, and a probe is for what no file tells. `owner` names our record.
 */
export interface Question<Answer> {
	/** Files whose text `parse` wants; those that do not exist are left out. */
	reads?(desired: Desired, owner: string): readonly string[];
	/** POSIX shell, run as root. Each line it prints comes back to `parse`. */
	probe?(desired: Desired, family: Family, owner: string): string;
	parse(look: Look, desired: Desired): Answer;
}

/** What a look at a host brought back for one question. */
export interface Look {
	/** Lines of the probe. */
	readonly lines: readonly string[];
	/** Path -> text of every file read; a last line without its newline has got one. */
	readonly texts: ReadonlyMap<string, string>;
	readonly family: Family;
	/** Names our record. */
	readonly owner: string;
}

import type { Desired } from "../model/desired.ts";
import type { Family } from "../model/family.ts";
import type { Ours } from "./ours.ts";

/**
 * One thing to find out about a host without changing it. On a small machine a look costs as much as its processes: one process
 * reads the files of all questions, and a question has a probe only for what no file tells. `owner` is the name of our record.
 */
export interface Question<Answer> {
	/** Files that `parse` needs. Files that do not exist are left out of its texts. */
	reads?(desired: Desired, owner: string): readonly string[];
	/** POSIX shell, run as root. Each line it prints comes back to `parse`. */
	probe?(desired: Desired, family: Family, owner: string): string;
	/** Another question whose lines also answer this one: `parse` gets those lines. */
	readonly toldBy?: string;
	parse(look: Look, desired: Desired): Answer;
	/**
	 * Whether the answer only decides whether a change of this role may begin, so that it is not asked afterwards. `parse` then gets no lines. Default: asked in
	 * every look.
	 */
	readonly onlyBefore?: true | ((desired: Desired) => boolean);
}

/** What a look at a host brought back for one question. */
export interface Look {
	/** The lines that the probe printed. */
	readonly lines: readonly string[];
	/** Path -> text of every file that was read. A missing newline at its end is added. */
	readonly texts: ReadonlyMap<string, string>;
	readonly family: Family;
	/** The name of our record on the host. */
	readonly owner: string;
	/** Default: the answer if the host has nothing of it. */
	readonly ours?: Ours;
}

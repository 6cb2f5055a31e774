import { leaveOut, type Notes, refuse } from "../../configuration/notes.ts";
import { placeOf } from "../../place-of.ts";
import type { Settings } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import { trackWords } from "./instance-words.ts";
import { type FoundCheck, readTrackedScript } from "./read-tracked-script.ts";

/** What decides, besides the directors themselves, which of them has the VIP. */
export interface Tracked {
	/** Names of everything that is tracked. */
	readonly names: readonly string[];
	/** The programs that decide: a director can have the VIP only if all of them pass. */
	readonly checks: readonly FoundCheck[];
}

/**
 * Reads what is tracked. Programs can be declared; everything else is reported.
 *
 * @param defined name -> its definition; keepalived leaves out any other name
 * @param scriptUser the user who runs programs, if a line does not name one
 */
export function readTracked(
	settings: Settings,
	defined: ReadonlyMap<string, Statement>,
	scriptUser: string | undefined,
	notes: Notes,
): Tracked {
	const entries = settings
		.all(...trackWords)
		.filter(({ why }) => why === undefined)
		.flatMap(({ keyword, block = [] }) =>
			block.map((entry) => ({ keyword, entry })),
		);
	const checks: FoundCheck[] = [];
	for (const { keyword, entry } of entries) {
		const definition = defined.get(entry.keyword);
		const say = (reason: string) =>
			refuse(
				notes,
				{ ...placeOf(entry), text: `${keyword} ${entry.keyword}` },
				reason,
			);
		if (definition === undefined) leaveOut(notes, keyword, entry);
		else if (definition.keyword !== "vrrp_script")
			say(
				"a program decides here which director can have the VIP, `failover.check`, and no file, process or other protocol: write one that looks at it",
			);
		else {
			const check = readTrackedScript(definition, entry, scriptUser, notes);
			if (check !== undefined) checks.push(check);
		}
	}
	return { names: entries.map(({ entry }) => entry.keyword), checks };
}

import { leaveOut, type Notes, placeOf, refuse } from "../notes.ts";
import type { Settings } from "../sort-out.ts";
import { trackWords } from "./instance-words.ts";

/**
 * Tells of what decides, beside the directors themselves, which of them has the VIP.
 *
 * @param defined names of what can be tracked; keepalived leaves out any other
 * @returns the names that are tracked
 */
export function tellTracked(
	settings: Settings,
	defined: ReadonlySet<string>,
	notes: Notes,
): string[] {
	return settings
		.all(...trackWords)
		.filter(({ why }) => why === undefined)
		.flatMap(({ keyword, block = [] }) =>
			block.map((entry) => {
				const { keyword: name } = entry;
				if (defined.has(name))
					refuse(
						notes,
						{ ...placeOf(entry), text: `${keyword} ${name}` },
						"no program or file decides here which director has the VIP: one that dies or loses a link gives it away by itself, and `lvsctl standby` takes one out",
					);
				else leaveOut(notes, keyword, entry);
				return name;
			}),
		);
}

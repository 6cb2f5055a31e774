import { foundKinds, kinds } from "../kinds/every-kind.ts";
import type { Situation, Steps, TakenBackBy } from "../kinds/kind.ts";
import { parseMade } from "../kinds/made-text.ts";
import { type FoundKindName, type HostRecord, without } from "../record.ts";

/** What is to go back to what was found, of what a record tells. */
export type Back = Pick<HostRecord, FoundKindName | "establishes">;

/** The steps that do it, of those kinds that are taken back so. */
export function giveBack(
	back: Back,
	situation: Situation,
	by: readonly TakenBackBy[],
): Steps[] {
	return [
		...foundKinds
			.filter(([, kind]) => by.includes(kind.takenBackBy))
			.map(([name, kind]) =>
				kind.giveBack(
					kind.noted.perRole
						? back[name]
						: // another role returns it when it goes
							without(back[name], situation.observed.neighbours[name]),
					situation,
				),
			),
		...back.establishes
			.map(parseMade)
			.filter(({ of }) => by.includes(kinds[of].takenBackBy))
			.map((thing): Steps => {
				const because = "as it was found";
				return {
					[kinds[thing.of].made.undoneAt]: [
						{ kind: "undo", ...thing, because },
					],
				};
			}),
	];
}

import { foundKinds, kinds } from "../kinds/every-kind.ts";
import type { Situation, Steps, TakenBackBy } from "../kinds/kind.ts";
import { parseMade } from "../kinds/made-text.ts";
import { type FoundKindName, type HostRecord, without } from "../record.ts";

/** The parts of a record whose things must go back to what was found. */
export type Back = Pick<HostRecord, FoundKindName | "establishes">;

/** The steps that return these things to what was found, for the kinds that are taken back in one of the ways `by`. */
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
						: // a thing that another role holds too is returned by that role, when it goes
							without(back[name], situation.observed.neighbours[name]),
					situation,
				),
			),
		...back.establishes
			// as above: the last to hold a device or a port undoes it
			.filter(
				(made) => !situation.observed.neighbours.establishes.includes(made),
			)
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

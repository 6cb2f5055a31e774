import type { Step } from "../step.ts";

/** One step for all things together. There is none if there are no things. */
export function oneFor<Thing>(
	things: readonly Thing[],
	step: (things: readonly Thing[]) => Step,
): Step[] {
	return things.length === 0 ? [] : [step(things)];
}

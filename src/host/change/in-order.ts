import type { Steps } from "../kinds/kind.ts";
import { order, type Place } from "../order.ts";
import type { Step } from "../step.ts";

/** All steps together, in the order of a change. All that is to be stopped ends in one transaction: systemd knows the order. */
export function inOrder(groups: readonly Steps[]): Step[] {
	return order.flatMap((place) => {
		const steps = at(place, groups);
		return place === "stop" ? inOneStop(steps) : steps;
	});
}

/** Those that belong in one place. */
export function at(place: Place, groups: readonly Steps[]): Step[] {
	return groups.flatMap((steps) => steps[place] ?? []);
}

function inOneStop(steps: readonly Step[]): Step[] {
	const [first] = steps;
	const units = steps.flatMap((step) =>
		step.kind === "stop" ? step.units : [],
	);
	return first === undefined
		? []
		: [{ kind: "stop", units: [...new Set(units)], because: first.because }];
}

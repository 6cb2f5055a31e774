import type { Steps } from "../kinds/kind.ts";
import { order } from "../order.ts";
import type { Step } from "../step.ts";

/** All steps in the order of a change. All units to stop become one step, as systemd knows in which order to stop them. */
export function inOrder(groups: readonly Steps[]): Step[] {
	return order.flatMap((place) => {
		const steps = groups.flatMap((group) => group[place] ?? []);
		return place === "stop" ? inOneStop(steps) : steps;
	});
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

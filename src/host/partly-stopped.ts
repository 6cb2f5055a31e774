import { unnamedPort, unnamedSender } from "../filter/unnamed.ts";
import type { Desired } from "../model/desired.ts";
import type { Passage } from "../model/passage.ts";
import type { Observed } from "./observed.ts";
import { goesToGroup } from "./packets-of.ts";
import { type Stopped, stops } from "./stops.ts";

type Seen = Pick<Observed, "addresses" | "filters">;

/** Passages of all ports that a filter lets through for some ports and stops for others. Each is given as the first rule that stops a port. */
export function partlyStopped(desired: Desired, seen: Seen): Stopped[] {
	const port = unnamedPort(seen.filters.chains);
	if (port === undefined) return [];
	return stoppedOnly(desired, seen, (passage) => {
		const { protocol, fromPorts, toPorts, hooks } = passage;
		const hasPorts = protocol === "tcp" || protocol === "udp";
		if (!hasPorts || fromPorts !== undefined || toPorts !== undefined)
			return undefined;
		const side = hooks.includes("prerouting") ? "toPorts" : "fromPorts";
		return { ...passage, [side]: [port] };
	});
}

/**
 * Requests of clients of a cluster that pass from addresses which a rule names, and are stopped from other addresses. Each is given as the rule that stops
 * those.
 */
export function strangersStopped(desired: Desired, seen: Seen): Stopped[] {
	const from = unnamedSender(seen.filters.chains);
	// the clients of a storage or a database are known, and the operator may let in nobody else
	if (from === undefined || desired.tables === undefined) return [];
	return stoppedOnly(desired, seen, (passage) =>
		passage.from === undefined &&
		passage.hooks.includes("input") &&
		!goesToGroup(passage)
			? { ...passage, from }
			: undefined,
	);
}

/** The stops that only concern the narrower passages. */
function stoppedOnly(
	desired: Desired,
	seen: Seen,
	narrow: (passage: Passage) => Passage | undefined,
): Stopped[] {
	const { passes = {} } = desired;
	const narrower = Object.entries(passes).flatMap(([words, passage]) => {
		const one = narrow(passage);
		return one === undefined ? [] : [[words, one] as const];
	});
	const whole = new Set(stops(desired, seen).map(({ words }) => words));
	return stops(
		{ ...desired, passes: Object.fromEntries(narrower) },
		seen,
	).filter(({ words }) => !whole.has(words));
}

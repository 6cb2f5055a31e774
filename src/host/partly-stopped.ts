import { unnamedPort } from "../filter/unnamed-port.ts";
import type { Desired } from "../model/desired.ts";
import type { Observed } from "./observed.ts";
import { type Stopped, stops } from "./stops.ts";

/** Passages of all ports of which some pass and others do not, as the first rule that stops one of the others. */
export function partlyStopped(
	desired: Desired,
	seen: Pick<Observed, "addresses" | "filters">,
): Stopped[] {
	const { passes = {} } = desired;
	const port = unnamedPort(seen.filters.chains);
	if (port === undefined) return [];
	const ofOne = Object.entries(passes).flatMap(([words, passage]) => {
		const { protocol, fromPorts, toPorts, hooks } = passage;
		const hasPorts = protocol === "tcp" || protocol === "udp";
		if (!hasPorts || fromPorts !== undefined || toPorts !== undefined)
			return [];
		const side = hooks.includes("prerouting") ? "toPorts" : "fromPorts";
		return [[words, { ...passage, [side]: [port] }] as const];
	});
	const whole = new Set(stops(desired, seen).map(({ words }) => words));
	return stops({ ...desired, passes: Object.fromEntries(ofOne) }, seen).filter(
		({ words }) => !whole.has(words),
	);
}

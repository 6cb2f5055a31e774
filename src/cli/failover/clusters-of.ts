import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { type Nameable, oneMachine } from "../stack/one-machine.ts";

/** A cluster that has several directors. */
export interface Several<Host> {
	/** As they are declared. */
	readonly directors: readonly Host[];
	/** The name here of the director that is meant. Undefined: none was named. */
	readonly named: string | undefined;
}

/**
 * Each cluster that has several directors. If a director is given, only clusters of that one. Pure.
 *
 * @param director names one machine, see `oneMachine`.
 * @returns what is wrong if there is none.
 * @throws UsageError where it is the name of several machines.
 */
export function clustersOf<Host extends Nameable & Pick<HostInputs, "desired">>(
	directors: readonly Host[],
	director: string | undefined,
): Several<Host>[] | Problem {
	const several = directors.filter(
		({ desired }) => desired.failover !== undefined,
	);
	if (several.length === 0)
		return {
			path: director ?? "directors",
			message:
				"no cluster of it has a second director; declare one, and run up",
		};
	const meant =
		director === undefined ? several : oneMachine(director, several);
	const names = [...new Set(several.map(({ name }) => name))];
	if (director !== undefined && meant.length === 0)
		return {
			path: director,
			message: `no such director among several${didYouMean(director, names) || `; there are ${names.join(", ")}`}`,
		};
	return [...new Set(meant.map(({ component }) => component))].map(
		(cluster) => ({
			directors: directors.filter(({ component }) => component === cluster),
			named:
				director === undefined
					? undefined
					: meant.find(({ component }) => component === cluster)?.name,
		}),
	);
}

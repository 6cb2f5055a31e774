import type { Problem } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/**
 * The directors of each cluster that has several, as they are declared. If a name is given, only clusters with a director of this name. Pure.
 *
 * @returns what is wrong if there is none.
 */
export function clustersOf<
	Host extends Pick<HostInputs, "component" | "name" | "desired">,
>(directors: readonly Host[], name: string | undefined): Host[][] | Problem {
	const several = directors.filter(
		({ desired }) => desired.failover !== undefined,
	);
	if (several.length === 0)
		return {
			path: name ?? "directors",
			message:
				"no cluster of it has a second director; declare one, and run up",
		};
	const meant = several.filter(
		(host) => name === undefined || host.name === name,
	);
	const names = [...new Set(several.map((host) => host.name))];
	if (name !== undefined && meant.length === 0)
		return {
			path: name,
			message: `no such director among several${didYouMean(name, names) || `; there are ${names.join(", ")}`}`,
		};
	return [...new Set(meant.map(({ component }) => component))].map((cluster) =>
		directors.filter(({ component }) => component === cluster),
	);
}

import { namedRanges } from "./named-ranges.ts";
import type { Chain } from "./ruleset.ts";

/** A port that no rule of a filter says anything of, so that it stands for all others. Undefined: there is none. */
export function unnamedPort(chains: readonly Chain[]): number | undefined {
	const named = namedRanges(chains, ["toPort", "fromPort"], 65535);
	// services have their ports below, and those of clients are above
	for (let port = 1024; port < 65536; port++)
		if (!named.some(([first, last]) => first <= port && port <= last))
			return port;
	return undefined;
}

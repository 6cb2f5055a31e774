import type { Desired } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";

/** One thing to look at on a host: the shell text that looks and changes nothing, and the parser of what it prints. */
export interface Fact<Value> {
	/** POSIX shell, run as root. Each line it prints comes back to `parse`. */
	probe(desired: Desired, family: Family): string;
	parse(lines: readonly string[], desired: Desired): Value;
}

/** Words of a shell loop: `for x in a b; do` over nothing is an error in some shells, so callers skip it. */
export const nothing = ":";

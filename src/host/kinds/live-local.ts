import type { Family } from "../../model/family.ts";
import { localName } from "../../model/local-name.ts";
import { liveEach } from "./live-each.ts";

/**
 * As `liveEach`, for a kind whose keys have names that differ between families.
 *
 * @param look is given the key in the names of the family, the declared state, and the declared key.
 */
export function liveLocal<Wanted, Live>(
	declared: Readonly<Record<string, Wanted>>,
	family: Family,
	look: (name: string, wanted: Wanted, key: string) => Live | undefined,
): Record<string, Live> {
	return liveEach(declared, (key, wanted) =>
		look(localName(key, family), wanted, key),
	);
}

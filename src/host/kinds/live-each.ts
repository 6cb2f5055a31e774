import type { Family } from "../../model/family.ts";
import { localName } from "../../model/local-name.ts";

/**
 * Each declared thing as it was found, under its declared key. A thing that was not found is left out.
 *
 * @param look is given the key in the names of the family, the declared state, and the declared key.
 */
export function liveEach<Wanted, Live>(
	declared: Readonly<Record<string, Wanted>>,
	family: Family,
	look: (name: string, wanted: Wanted, key: string) => Live | undefined,
): Record<string, Live> {
	return Object.fromEntries(
		Object.entries(declared).flatMap(([key, wanted]) => {
			const found = look(localName(key, family), wanted, key);
			return found === undefined ? [] : [[key, found]];
		}),
	);
}

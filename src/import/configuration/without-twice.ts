import type { Place } from "../script/read-script.ts";
import { lineOf, type Notes, refuse } from "./notes.ts";

/** The first of those with the same key. The others are reported: `what` is added already. */
export function withoutTwice<Found extends Place>(
	all: readonly Found[],
	keyOf: (found: Found) => string,
	what: "service" | "real server" | "vrrp_instance",
	notes: Notes,
): Found[] {
	const firsts = new Map<string, Found>();
	for (const found of all) {
		const key = keyOf(found);
		const before = firsts.get(key);
		if (before === undefined) firsts.set(key, found);
		else refuse(notes, found, `${lineOf(before)} adds this ${what} already`);
	}
	return [...firsts.values()];
}

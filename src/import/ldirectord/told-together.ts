import { byPlace } from "../by-place.ts";
import type { Unread } from "../script/read-script.ts";

/** What is said of several lines is said once, at the first of them, with the numbers of all. */
export function toldTogether(told: readonly Unread[]): Unread[] {
	const places = new Map<string, Unread[]>();
	for (const one of [...told].sort(byPlace))
		places.set(one.reason, [...(places.get(one.reason) ?? []), one]);
	return [...places.values()]
		.flatMap(([first, ...more]): Unread[] => {
			if (first === undefined) return [];
			const lines = [...new Set([first, ...more].map(({ line }) => line))];
			return [
				lines.length === 1
					? first
					: { ...first, reason: `${first.reason} (lines ${lines.join(", ")})` },
			];
		})
		.sort(byPlace);
}

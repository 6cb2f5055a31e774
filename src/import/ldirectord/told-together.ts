import { byPlace } from "../by-place.ts";
import type { Unread } from "../script/read-script.ts";

/** What is said of several lines is said once, at the first of them, with the numbers of all. */
export function toldTogether(remarks: readonly Unread[]): Unread[] {
	const inOrder = [...remarks].sort(byPlace);
	const lines = new Map<string, Set<number>>();
	for (const { line, reason } of inOrder)
		lines.set(reason, (lines.get(reason) ?? new Set()).add(line));
	return inOrder.flatMap((told, index) => {
		if (inOrder.findIndex(({ reason }) => reason === told.reason) !== index)
			return [];
		const all = [...(lines.get(told.reason) ?? [])];
		return all.length < 2
			? [told]
			: [{ ...told, reason: `${told.reason} (lines ${all.join(", ")})` }];
	});
}

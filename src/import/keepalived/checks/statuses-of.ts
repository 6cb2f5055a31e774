import { usedStatuses } from "../../configuration/used-statuses.ts";
import type { Statement } from "../statement.ts";

/** The good statuses: as in keepalived, those of 200 to 299 if none is named. A string says why they cannot be declared. */
export function statusesOf(
	statement: Statement | undefined,
): readonly number[] | string {
	const words = statement === undefined ? ["200-299"] : statement.values;
	const found = new Set<number>();
	for (const word of words) {
		const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(word) ?? [];
		if (first === undefined)
			return `status_code takes statuses like 200 or 200-299, and "${word}" is none`;
		if (first === last) found.add(Number(first));
		for (const status of usedStatuses(Number(first), Number(last)))
			found.add(status);
	}
	return found.size === 0
		? "status_code names no status"
		: [...found].sort((one, other) => one - other);
}

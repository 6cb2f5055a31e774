import type { Match } from "../../ipvs/rule.ts";
import { matchOfMark } from "../../model/written-address.ts";

/** The service of a mark. A string says why it is none. */
export function markOf(mark: string): readonly Match[] | string {
	return /^\d{1,10}$/.test(mark)
		? [matchOfMark(Number(mark))]
		: `a mark is a number, and "${mark}" is none`;
}

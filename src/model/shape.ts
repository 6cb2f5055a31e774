import * as z from "zod";
import { wanted } from "./wanted.ts";

/** Says in our words what belongs where something of another type was found. */
export function shape(expected: string) {
	return {
		error: (issue: z.core.$ZodRawIssue) =>
			issue.code === "invalid_type" ? wanted(expected, issue.input) : undefined,
	};
}

/** A record, whatever its names: those are checked by rules. */
export function records<Entry extends z.ZodType>(
	entry: Entry,
	expected: string,
) {
	return z.record(z.string(), entry, shape(expected));
}

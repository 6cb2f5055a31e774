import * as z from "zod";
import { wanted } from "./wanted.ts";

/** Our own message for a value of another type. */
export function shape(expected: string) {
	return {
		error: (issue: z.core.$ZodRawIssue) =>
			issue.code === "invalid_type" ? wanted(expected, issue.input) : undefined,
	};
}

/** A record. It accepts any names, as rules check them. */
export function records<Entry extends z.ZodType>(
	entry: Entry,
	expected: string,
) {
	return z.record(z.string(), entry, shape(expected));
}

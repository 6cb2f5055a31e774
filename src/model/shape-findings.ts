import * as z from "zod";
import type { Finding } from "./finding.ts";
import { isConnection } from "./host-schema.ts";
import { belongsElsewhere } from "./places-of-key.ts";
import { schemasAlong } from "./schemas-along.ts";
import { unknown } from "./unknown.ts";
import { unknownKey } from "./unknown-key.ts";

/** What zod found, in our words: one finding for each bad leaf, each wrong shape, each unknown key. */
export function shapeFindings(
	schema: z.ZodType,
	error: z.ZodError | undefined,
	{ acceptUnknown = false } = {},
): Finding[] {
	return (error?.issues ?? [])
		.filter((issue) => !(acceptUnknown && maybeLater(schema, issue)))
		.flatMap((issue) => {
			const { path } = issue;
			if (issue.code !== "unrecognized_keys")
				return { path, message: issue.message };
			const known = keysAt(schema, issue.path);
			return issue.keys.map((key) => ({
				path,
				message: unknownKey(
					key,
					known,
					belongsElsewhere(key, schema, issue.path),
				),
			}));
		});
}

/** Whether the value may become known later: a leaf or a whole connection may, the names of hosts and services may not. */
function maybeLater(schema: z.ZodType, issue: z.core.$ZodIssue): boolean {
	return (
		issue.input === unknown &&
		(issue.code === "custom" ||
			schemasAlong(schema, issue.path).some((one) => isConnection(one)))
	);
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
	const found = schemasAlong(schema, path).at(-1);
	return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

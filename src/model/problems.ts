import * as z from "zod";
import type { Problem } from "../errors.ts";
import { quote } from "./describe.ts";
import { didYouMean } from "./nearest.ts";
import { formatPath } from "./path.ts";
import { unknown } from "./unknown.ts";

/** What zod found, in our words: one problem for each bad leaf, each wrong shape, each unknown key. */
export function shapeProblems(
	schema: z.ZodType,
	error: z.ZodError | undefined,
	{ acceptUnknown = false } = {},
): Problem[] {
	return (error?.issues ?? [])
		.filter((issue) => !(acceptUnknown && maybeLater(issue)))
		.flatMap((issue) => {
			const path = formatPath(issue.path);
			if (issue.code !== "unrecognized_keys")
				return { path, message: issue.message };
			const known = keysAt(schema, issue.path);
			return issue.keys.map((key) => ({
				path,
				message: unknownKey(key, known),
			}));
		});
}

/** A leaf, or a whole connection, may become known later. The names of hosts and services may not. */
function maybeLater(issue: z.core.$ZodIssue): boolean {
	const inConnection =
		issue.path.length > 2 &&
		(issue.path[0] === "directors" || issue.path[0] === "realServers");
	return issue.input === unknown && (issue.code === "custom" || inConnection);
}

function unknownKey(key: string, known: readonly string[]): string {
	return `unknown key ${quote(key)}${didYouMean(key, known) || `; known here: ${known.join(", ")}`}`;
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
	const [key, ...rest] = path;
	if (schema instanceof z.ZodOptional)
		return keysAt(schema.unwrap() as z.ZodType, path);
	if (schema instanceof z.ZodRecord)
		return keysAt(schema.valueType as z.ZodType, rest);
	if (!(schema instanceof z.ZodObject)) return [];
	return key === undefined
		? Object.keys(schema.shape)
		: keysAt(schema.shape[String(key)], rest);
}

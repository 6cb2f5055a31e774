import * as z from "zod";

/** The schemas of all places along a path, up to the first unknown one. The last is the schema of the place itself. */
export function schemasAlong(
	schema: z.ZodType | undefined,
	path: readonly PropertyKey[],
): z.ZodType[] {
	if (schema === undefined) return [];
	const bare = unwrapped(schema);
	if (bare !== schema) return schemasAlong(bare, path);
	const [key, ...rest] = path;
	if (key === undefined) return [schema];
	const next =
		schema instanceof z.ZodRecord
			? (schema.valueType as z.ZodType)
			: schema instanceof z.ZodObject
				? (schema.shape[String(key)] as z.ZodType | undefined)
				: undefined;
	return [schema, ...schemasAlong(next, rest)];
}

/** The schema of a value that may be left out or has a default. */
export function unwrapped(schema: z.ZodType): z.ZodType {
	return schema instanceof z.ZodOptional ||
		schema instanceof z.ZodDefault ||
		schema instanceof z.ZodPrefault
		? unwrapped(schema.unwrap() as z.ZodType)
		: schema;
}

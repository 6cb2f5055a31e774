import * as z from "zod";

/** The schemas of all places along a path, up to the first unknown one. The last is the schema of the place itself. */
export function schemasAlong(
	schema: z.ZodType | undefined,
	path: readonly PropertyKey[],
): z.ZodType[] {
	if (schema === undefined) return [];
	if (
		schema instanceof z.ZodOptional ||
		schema instanceof z.ZodDefault ||
		schema instanceof z.ZodPrefault
	)
		return schemasAlong(schema.unwrap() as z.ZodType, path);
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

import * as z from "zod";
import { fields } from "./fields.ts";
import { goodLeaf } from "./leaf.ts";
import type { Path } from "./path.ts";
import { unknown } from "./unknown.ts";

/**
 * The readable parts of a declaration that may be wrong or unknown anywhere. A good leaf has its value, or its default if nothing was declared; any other leaf
 * is undefined. Rules work on the sketch, so that a user sees their findings together with the problems of shape. The type follows from the schema, so every
 * option of the schema is here too.
 */
export type Sketch<Schema> = Schema extends { unwrap(): infer Inner }
	? Sketch<Inner>
	: Schema extends { readonly valueType: infer Entry }
		? readonly EntrySketch<Entry>[] | undefined
		: Schema extends { readonly shape: infer Shape }
			? ObjectSketch<Shape> | undefined
			: z.output<Schema> | undefined;

export interface ObjectSketch<Shape> {
	/** The place of the object in the declaration. */
	readonly path: Path;
	/** The keys that were declared with a value, good or bad. */
	readonly given: readonly (keyof Shape)[];
	/** Those keys of `given` whose value is not known yet. */
	readonly later: readonly (keyof Shape)[];
	readonly values: { readonly [Key in keyof Shape]: Sketch<Shape[Key]> };
}

/** One entry of a record with its name: the sketch of an object, or the value of a leaf. */
export type EntrySketch<Entry> = Named &
	(Entry extends { readonly shape: infer Shape }
		? ObjectSketch<Shape> & {
				/** False: something other than an object was declared, and `given` is empty. */
				readonly isObject: boolean;
			}
		: { readonly value: Sketch<Entry> });

interface Named {
	readonly name: string;
	readonly path: Path;
}

/** Makes the sketch of a whole declaration. A declaration that is not an object counts as empty. */
export function sketch<Schema extends z.ZodObject>(
	schema: Schema,
	declaration: unknown,
): ObjectSketch<Schema["shape"]> {
	const found = fields(declaration) ?? {};
	return sketchObject(schema, found, []) as ObjectSketch<Schema["shape"]>;
}

function sketchObject(
	{ shape }: z.ZodObject,
	found: Record<string, unknown>,
	path: Path,
): ObjectSketch<Record<string, unknown>> {
	const given = Object.keys(found).filter((key) => found[key] !== undefined);
	return {
		path,
		given,
		later: given.filter((key) => found[key] === unknown),
		values: Object.fromEntries(
			Object.entries(shape).map(([key, schema]) => [
				key,
				sketchPart(schema as z.ZodType, found[key], [...path, key]),
			]),
		),
	};
}

function sketchPart(schema: z.ZodType, value: unknown, path: Path): unknown {
	if (schema instanceof z.ZodOptional)
		return value === undefined ? undefined : inner(schema, value, path);
	if (schema instanceof z.ZodDefault)
		return value === undefined
			? schema.def.defaultValue
			: inner(schema, value, path);
	if (schema instanceof z.ZodPrefault)
		return inner(
			schema,
			value === undefined ? schema.def.defaultValue : value,
			path,
		);
	const found = fields(value);
	if (schema instanceof z.ZodObject)
		return found && sketchObject(schema, found, path);
	if (schema instanceof z.ZodRecord)
		return (
			found &&
			Object.entries(found).map(([name, entry]) => ({
				name,
				...sketchEntry(schema.valueType as z.ZodType, entry, [...path, name]),
			}))
		);
	return goodLeaf(schema, value);
}

function inner(
	schema: z.ZodOptional | z.ZodDefault | z.ZodPrefault,
	value: unknown,
	path: Path,
): unknown {
	return sketchPart(schema.unwrap() as z.ZodType, value, path);
}

function sketchEntry(schema: z.ZodType, value: unknown, path: Path): object {
	if (!(schema instanceof z.ZodObject))
		return { path, value: sketchPart(schema, value, path) };
	const found = fields(value);
	return {
		isObject: found !== undefined,
		...sketchObject(schema, found ?? {}, path),
	};
}

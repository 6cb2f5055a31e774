import * as z from "zod";
import { fields } from "./fields.ts";
import { goodLeaf } from "./leaf.ts";
import type { Path } from "./path.ts";
import { unknown } from "./unknown.ts";

/**
 * What can be made out of a declaration that may be wrong or unknown anywhere: what is good by itself, with its default
 * where nothing was said; undefined for the rest. Rules work on it, so that they speak up together with the problems of
 * shape. Its type follows from the schema, so an option that the schema knows is known here.
 */
export type Sketch<Schema> = Schema extends { unwrap(): infer Inner }
	? Sketch<Inner>
	: Schema extends { readonly valueType: infer Entry }
		? readonly EntrySketch<Entry>[] | undefined
		: Schema extends { readonly shape: infer Shape }
			? ObjectSketch<Shape> | undefined
			: z.output<Schema> | undefined;

export interface ObjectSketch<Shape> {
	/** Where it stands in the declaration. */
	readonly path: Path;
	/** The keys that have a value, good or not. */
	readonly given: readonly (keyof Shape)[];
	/** Those of them whose value is not known yet. */
	readonly later: readonly (keyof Shape)[];
	readonly values: { readonly [Key in keyof Shape]: Sketch<Shape[Key]> };
}

/** One entry of a record: an object with its name, or a leaf with it. */
export type EntrySketch<Entry> = Named &
	(Entry extends { readonly shape: infer Shape }
		? ObjectSketch<Shape> & {
				/** False: something else was declared, of which nothing is given. */
				readonly isObject: boolean;
			}
		: { readonly value: Sketch<Entry> });

interface Named {
	readonly name: string;
	readonly path: Path;
}

/** The sketch of a whole declaration, also of one that is no object. */
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

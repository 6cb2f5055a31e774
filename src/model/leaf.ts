import * as z from "zod";
import { unknown } from "./unknown.ts";
import { withheld } from "./withheld.ts";

/** The result of reading a leaf: its value, or what is wrong with it. */
export type Leaf<T> = { readonly value: T } | { readonly problem: string };

/** Reads one leaf, whatever its type. */
export type ReadLeaf<T> = (value: unknown) => Leaf<T>;

const readers = new WeakMap<z.ZodType, ReadLeaf<unknown>>();
const secrets = new WeakSet<z.ZodType>();

/** A leaf as a zod schema. `Declared` is its type in a declaration. Its problems are zod issues with the code "custom". */
export function leaf<Declared, T>(read: ReadLeaf<T>): z.ZodType<T, Declared> {
	const schema = z.custom<Declared>().transform((value, context) => {
		const found = read(value);
		if ("value" in found) return found.value;
		context.issues.push({
			code: "custom",
			message: found.problem,
			// a list counts as unknown while one of its parts is unknown
			input: Array.isArray(value) && value.includes(unknown) ? unknown : value,
		});
		return z.NEVER;
	});
	readers.set(schema, read);
	return schema;
}

/** A leaf that holds a secret. Its value is undefined where the secret is `withheld`. */
export function secretLeaf(
	read: ReadLeaf<string>,
): z.ZodType<string | undefined, string> {
	const schema = leaf<string, string | undefined>((value) =>
		value === withheld ? { value: undefined } : read(value),
	);
	secrets.add(schema);
	return schema;
}

/** Whether this is the schema of a secret. */
export function isSecretLeaf(schema: z.ZodType): boolean {
	return secrets.has(schema);
}

/** Reads a value by the schema of its leaf; undefined where the value is bad or not known yet. */
export function goodLeaf(schema: z.ZodType, value: unknown): unknown {
	const found = readers.get(schema)?.(value) ?? { problem: "not a leaf" };
	return "value" in found ? found.value : undefined;
}

import * as z from "zod";
import { unknown } from "./unknown.ts";
import { withheld } from "./withheld.ts";

/** A leaf that was read: its value, or what is wrong with it. */
export type Leaf<T> =
	| { readonly value: T }
	| {
			readonly problem: string;
			/** The keys within the leaf that lead to it. Default: none. */
			readonly at?: readonly string[];
	  };

/** Reads one leaf, whatever its type. */
export type ReadLeaf<T> = (value: unknown) => Leaf<T>;

const readers = new WeakMap<z.ZodType, ReadLeaf<unknown>>();
const secrets = new WeakSet<z.ZodType>();
const files = new WeakMap<z.ZodType, LocalFileKind>();

/** What a file on the machine that runs the program must hold. */
export type LocalFileKind = "private key" | "known hosts" | "ssh config";

/** A leaf as a zod schema. `Declared` is its type in a declaration. Its problems are zod issues with the code "custom". */
export function leaf<Declared, T>(read: ReadLeaf<T>): z.ZodType<T, Declared> {
	const schema = z.custom<Declared>().transform((value, context) => {
		const found = read(value);
		if ("value" in found) return found.value;
		context.issues.push({
			code: "custom",
			message: found.problem,
			path: [...(found.at ?? [])],
			input: isLater(value) ? unknown : value,
		});
		return z.NEVER;
	});
	readers.set(schema, read);
	return schema;
}

/** If a part is not known yet, the whole is not known yet. */
function isLater(value: unknown): boolean {
	return (
		value === unknown ||
		(typeof value === "object" &&
			value !== null &&
			Object.values(value).flat().includes(unknown))
	);
}

/** A leaf that holds a secret. It has no value if it is `withheld`. */
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

/** A leaf that names a file on the machine that runs the program. */
export function fileLeaf<Declared = string>(
	kind: LocalFileKind,
	read: ReadLeaf<Declared>,
): z.ZodType<Declared, Declared> {
	const schema = leaf<Declared, Declared>(read);
	files.set(schema, kind);
	return schema;
}

/** What the file that a leaf of this schema names must hold. Undefined if the leaf names no file. */
export function fileLeafKind(schema: z.ZodType): LocalFileKind | undefined {
	return files.get(schema);
}

/** The value that the schema of a leaf makes. Undefined if the leaf is bad or not known yet. */
export function goodLeaf(schema: z.ZodType, value: unknown): unknown {
	const found = readers.get(schema)?.(value) ?? { problem: "not a leaf" };
	return "value" in found ? found.value : undefined;
}

import type * as z from "zod";

/**
 * The type of the schemas for a declaration: one schema for each key of all its forms. With
 * `{ … } satisfies SchemaOf<TunnelDeclaration>` the compiler refuses a schema that lacks an option of the type, has an option
 * that the type lacks, or disagrees with the type on what may be left out.
 */
export type SchemaOf<Declared> = {
	readonly [Key in KeysOf<Declared>]: undefined extends ValueOf<Declared, Key>
		? z.ZodOptional | z.ZodDefault | z.ZodPrefault
		: z.ZodType<unknown, NonNullable<unknown>>;
};

type KeysOf<Declared> = Declared extends unknown ? keyof Declared : never;

/** Includes `undefined` where one form of the declaration lacks the key. */
type ValueOf<Declared, Key> = Declared extends unknown
	? Key extends keyof Declared
		? Declared[Key]
		: undefined
	: never;

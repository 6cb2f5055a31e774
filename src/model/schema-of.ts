import type * as z from "zod";

/**
 * The schemas that a declaration of this type needs, one for each of its keys (of all its forms, where it has several):
 * `{ … } satisfies SchemaOf<TunnelDeclaration>` does not compile while the schema lacks an option that the type has, has
 * one that the type has not, or takes them differently for something that may be left out.
 */
export type SchemaOf<Declared> = {
	readonly [Key in KeysOf<Declared>]: undefined extends ValueOf<Declared, Key>
		? z.ZodOptional | z.ZodDefault | z.ZodPrefault
		: z.ZodType<unknown, NonNullable<unknown>>;
};

type KeysOf<Declared> = Declared extends unknown ? keyof Declared : never;

/** `undefined` among others where a form lacks the key. */
type ValueOf<Declared, Key> = Declared extends unknown
	? Key extends keyof Declared
		? Declared[Key]
		: undefined
	: never;

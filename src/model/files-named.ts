import type * as z from "zod";
import { fileLeafKind, type LocalFileKind } from "./leaf.ts";
import { schemasAlong } from "./schemas-along.ts";

/** A file on the machine that runs the program, which a declaration names. */
export interface FileNamed {
	readonly path: readonly string[];
	readonly kind: LocalFileKind;
	/** As the user wrote it. */
	readonly file: string;
}

/** The files that a declaration names, as far as it is known. Another function checks whether they exist. */
export function filesNamed(
	schema: z.ZodType,
	declared: unknown,
	path: readonly string[] = [],
): FileNamed[] {
	if (typeof declared === "string") {
		const place = schemasAlong(schema, path)[path.length];
		const kind = place && fileLeafKind(place);
		return kind === undefined ? [] : [{ path, kind, file: declared }];
	}
	return typeof declared === "object" && declared !== null
		? Object.entries(declared).flatMap(([key, inner]) =>
				filesNamed(schema, inner, [...path, key]),
			)
		: [];
}

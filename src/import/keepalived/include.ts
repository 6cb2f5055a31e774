/** A file that an `include` names. */
export type Included =
	| {
			/** Its name for the user. */
			readonly name: string;
			readonly folder: string;
			readonly text: string;
	  }
	| { readonly name: string; readonly problem: string };

/**
 * Finds the files that an `include` names, in the order in which keepalived reads them. Undefined: the text has no folder, so its included files cannot be
 * found.
 *
 * @param pattern a path with wildcards
 * @param folder of the file that names it; undefined: the first one
 */
export type FindIncluded =
	| ((pattern: string, folder: string | undefined) => readonly Included[])
	| undefined;

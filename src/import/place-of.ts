import type { Place } from "./script/read-script.ts";

/** The place of anything that has one, and nothing else of it. */
export function placeOf({ file, line, text }: Place): Place {
	return { ...(file === undefined ? {} : { file }), line, text };
}
